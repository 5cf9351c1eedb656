using Holdfast.Engine.Repositories;

namespace Holdfast.Engine.Sealing;

/// <summary>Something is encrypted with a data key that was not opened. Not worth retrying.</summary>
public sealed class DataKeyMissingException(string dataKeyId, string message) : RepositoryRefusedException(RefusalReason.WrongKey, message)
{
    /// <summary>The data key that is needed, 16 hexadecimal digits.</summary>
    public string DataKeyId { get; } = dataKeyId;
}
