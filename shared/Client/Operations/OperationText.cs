namespace Holdfast.Client.Operations;

/// <summary>The texts by which a status tells what it is.</summary>
internal static class OperationText
{
    public const string Success = "Success";

    private const string Ongoing = "backup/restore operation ongoing";

    public static bool IsOngoing(string status) => status.StartsWith(Ongoing, StringComparison.Ordinal);
}
