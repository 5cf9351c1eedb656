using MassTransit;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Holdfast.State.Operations;

/// <summary>What the sagas of all operations have in common. Components lie in rows of their own; here are only counters.</summary>
public abstract class OperationState : SagaStateMachineInstance, ISagaVersion
{
    /// <summary>The operation id.</summary>
    public Guid CorrelationId { get; set; }

    public int Version { get; set; }

    /// <summary>Name of the state in the state machine.</summary>
    public string CurrentState { get; set; } = "";

    public string Namespace { get; set; } = "";

    public string Timestamp { get; set; } = "";

    public string RequestedBy { get; set; } = "";

    public DateTime StartedAt { get; set; }

    /// <summary>Version of the object store's document that holds for this operation from its beginning to its end.</summary>
    public int StoreVersion { get; set; }

    /// <summary>When the operation reached a terminal state; null while it is ongoing.</summary>
    public DateTime? EndedAt { get; set; }

    /// <summary>The first error, in plain words.</summary>
    public string? Error { get; set; }

    /// <summary>Whose part failed first; means nothing without <see cref="Error"/>.</summary>
    public FailureCause? Cause { get; set; }

    public bool Cancelled { get; set; }

    /// <summary>Components in all.</summary>
    public int Total { get; set; }

    /// <summary>Components that have not ended the present step, well or badly.</summary>
    public int Open { get; set; }

    /// <summary>When a command with a single answer was sent last (find or commit); null when none is awaited.</summary>
    public DateTime? AskedAt { get; set; }

    /// <summary>When the wait for that answer ends.</summary>
    public DateTime? AnswerDueAt { get; set; }

    internal static void Configure<T>(EntityTypeBuilder<T> builder)
        where T : OperationState
    {
        builder.HasKey(saga => saga.CorrelationId);
        builder.Property(saga => saga.CorrelationId).ValueGeneratedNever();
        builder.Property(saga => saga.Version).IsConcurrencyToken();
        builder.Property(saga => saga.CurrentState).HasMaxLength(40);
        builder.HasIndex(saga => saga.EndedAt);
        builder.HasIndex(saga => new { saga.Namespace, saga.Timestamp });
    }
}
