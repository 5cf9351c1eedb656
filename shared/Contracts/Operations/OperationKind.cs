namespace Holdfast.Contracts.Operations;

public enum OperationKind
{
    Backup,
    Restore,
}
