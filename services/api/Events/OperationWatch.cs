using System.Text.Json;
using Holdfast.Contracts.Operations;
using Holdfast.State.Database;
using Holdfast.State.Operations;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.Api.Events;

/// <summary>Notices what changes about the operations of a namespace between one look and the next.</summary>
internal sealed class OperationWatch(IDbContextFactory<HoldfastDb> dbs, string @namespace)
{
    private OperationStatus? _last;
    private string? _text;

    /// <summary>What is new: nothing, the present operation, or the end of the last one and the present one.</summary>
    public async Task<IReadOnlyList<OperationStatus>> LookAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var operations = new OperationQueries(db);
        var now = await operations.OngoingAsync(@namespace, cancellationToken) ?? await operations.LatestAsync(@namespace, cancellationToken);
        if (now is null)
        {
            return [];
        }

        var text = JsonSerializer.Serialize(now);
        if (text == _text)
        {
            return [];
        }

        var ended = _last is { Ongoing: true } last && last.OperationId != now.OperationId
            ? await operations.FindAsync(last.OperationId, cancellationToken)
            : null;
        (_last, _text) = (now, text);
        return ended is null ? [now] : [ended, now];
    }
}
