namespace Holdfast.Settings.Documents;

/// <summary>Why a document cannot hold.</summary>
/// <param name="Field">Path of the field, or the document's name where it is the whole.</param>
/// <param name="Problem">In plain words, without a secret.</param>
public sealed record FieldProblem(string Field, string Problem)
{
    public override string ToString() => $"{Field}: {Problem}";
}
