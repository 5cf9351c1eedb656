namespace Holdfast.Engine.Sealing;

/// <summary>How a key file's wrapping key is made from a secret, as it stands in <c>kdf</c>.</summary>
internal sealed record KdfDocument
{
    public required string Name { get; init; }

    /// <summary>Absent for derivations that do not iterate.</summary>
    public int? Iterations { get; init; }

    /// <summary>32 random bytes.</summary>
    public required byte[] Salt { get; init; }
}
