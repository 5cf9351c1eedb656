using Holdfast.Engine.Repositories;

namespace Holdfast.StoreAccess.Opening;

/// <summary>What a process keeps of the repository of a namespace.</summary>
internal sealed class OpenedRepository : IDisposable
{
    /// <summary>For making it.</summary>
    public Turn Making { get; } = new();

    /// <summary>For opening it.</summary>
    public Turn Opening { get; } = new();

    /// <summary>The repository with what it was opened from; null before it is opened.</summary>
    public (string Signature, Repository Repository)? Kept { get; set; }

    public void Dispose()
    {
        Making.Dispose();
        Opening.Dispose();
    }
}
