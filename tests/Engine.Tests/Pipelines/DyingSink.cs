using System.Diagnostics;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Repositories;

namespace Holdfast.Engine.Tests.Pipelines;

/// <summary>Kills its own process by SIGKILL as soon as so many data packs are stored.</summary>
internal sealed class DyingSink(IObjectSink sink, int packs) : IObjectSink
{
    private int _stored;

    public async Task StoreAsync(StagedObject item, CancellationToken cancellationToken)
    {
        await sink.StoreAsync(item, cancellationToken);
        if (ObjectKeys.TryParse(item.Key, out var key) && key.Kind == ObjectKind.DataPack && Interlocked.Increment(ref _stored) == packs)
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
        }
    }
}
