namespace Holdfast.Engine.Verification;

/// <summary>What a verification found.</summary>
/// <param name="Problems">Empty when all is good.</param>
/// <param name="Packs">Packs whose presence, length and frame table were verified.</param>
/// <param name="PacksRead">Packs whose every byte was read, decoded and hashed.</param>
/// <param name="BytesRead">Length of those packs.</param>
/// <param name="Entries">Entries of the catalog.</param>
public sealed record VerifyReport(IReadOnlyList<VerifyProblem> Problems, int Packs, int PacksRead, long BytesRead, long Entries)
{
    public bool IsGood => Problems.Count == 0;
}
