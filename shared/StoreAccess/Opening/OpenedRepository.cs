using Holdfast.Engine.Repositories;
using Holdfast.Hosting.Runs;

namespace Holdfast.StoreAccess.Opening;

/// <summary>What a process keeps of the repository of a namespace.</summary>
internal sealed class OpenedRepository : IDisposable
{
    /// <summary>For making it, one caller at a time.</summary>
    public Slots Making { get; } = new(1);

    /// <summary>For opening it, one caller at a time.</summary>
    public Slots Opening { get; } = new(1);

    /// <summary>The repository with what it was opened from; null before it is opened.</summary>
    public (string Signature, Repository Repository)? Kept { get; set; }

    public void Dispose()
    {
        Making.Dispose();
        Opening.Dispose();
    }
}
