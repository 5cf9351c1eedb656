namespace Holdfast.Settings.Documents;

/// <summary>A field of a document.</summary>
/// <param name="Path">Such as <c>aws.s3.bucketName</c>.</param>
/// <param name="Kind">What may stand in it.</param>
/// <param name="Default">What holds when nobody sets it, as text.</param>
/// <param name="IsSecret">Whether it is sealed where it is stored, and never shown.</param>
public sealed record Field(string Path, FieldKind Kind, string Default = "", bool IsSecret = false)
{
    /// <summary>Stands for a secret that is set.</summary>
    public const string Mask = "********";
}
