namespace Holdfast.Cli.Stores;

/// <summary>A component that was brought back.</summary>
/// <param name="Bytes">Of its content.</param>
/// <param name="Losses">What could not be brought back.</param>
/// <param name="Notes">What else the operator should know.</param>
internal sealed record Extraction(long Bytes, IReadOnlyList<string> Losses, IReadOnlyList<string> Notes);
