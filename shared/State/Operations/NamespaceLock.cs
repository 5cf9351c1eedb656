using Holdfast.Contracts;
using Holdfast.Contracts.Operations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Holdfast.State.Operations;

/// <summary>The one row of a namespace that an operation must hold to run, and the newest timestamp ever given out there.</summary>
/// <remarks>Two that take it at once cannot both commit: the key and the version see to that in the database.</remarks>
public sealed class NamespaceLock
{
    public required string Namespace { get; set; }

    public int Version { get; set; }

    /// <summary>The operation that runs; null when none does.</summary>
    public Guid? OperationId { get; set; }

    public OperationKind? Kind { get; set; }

    public string? NewestTimestamp { get; set; }

    /// <summary>Takes the lock.</summary>
    /// <returns>False when another operation holds it.</returns>
    public bool TryAcquire(Guid operationId, OperationKind kind)
    {
        if (OperationId is not null && OperationId != operationId)
        {
            return false;
        }

        (OperationId, Kind) = (operationId, kind);
        Version++;
        return true;
    }

    /// <summary>Gives the lock back if this operation holds it.</summary>
    public void Release(Guid operationId)
    {
        if (OperationId == operationId)
        {
            (OperationId, Kind) = (null, null);
            Version++;
        }
    }

    /// <summary>Gives out a timestamp that was never given out here.</summary>
    public string NextTimestamp(DateTimeOffset now)
    {
        NewestTimestamp = BackupTimestamp.NextUnused(now, NewestTimestamp is null ? null : BackupTimestamp.Parse(NewestTimestamp)).ToString();
        Version++;
        return NewestTimestamp;
    }

    /// <summary>Notes a timestamp that was given out elsewhere.</summary>
    public void GivenOut(string timestamp)
    {
        NewestTimestamp = string.CompareOrdinal(NewestTimestamp, timestamp) > 0 ? NewestTimestamp : timestamp;
        Version++;
    }

    internal sealed class Configuration : IEntityTypeConfiguration<NamespaceLock>
    {
        public void Configure(EntityTypeBuilder<NamespaceLock> builder)
        {
            builder.HasKey(row => row.Namespace);
            builder.Property(row => row.Version).IsConcurrencyToken();
        }
    }
}
