using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Holdfast.State.Verifications;

/// <summary>A verification of a stored backup that was asked for. An uploader takes the row, and from then on tells here how far it is.</summary>
/// <remarks>
/// The row is the queue: what is not ended and not heard of is taken, so it survives any crash on any bus. There is at most one that has not ended in
/// a namespace; the database sees to that.
/// </remarks>
public sealed class Verification
{
    /// <summary>The operation id.</summary>
    public required Guid Id { get; set; }

    public int Version { get; set; }

    public required string Namespace { get; set; }

    /// <summary>Of the backup.</summary>
    public required string Timestamp { get; set; }

    public VerificationDepth Depth { get; set; }

    public required string RequestedBy { get; set; }

    public VerificationState State { get; set; }

    public DateTime RequestedAt { get; set; }

    public DateTime? StartedAt { get; set; }

    /// <summary>Null while it has not ended.</summary>
    public DateTime? EndedAt { get; set; }

    /// <summary>The last sign of life of the uploader that has it; null while none has it.</summary>
    public DateTime? HeardAt { get; set; }

    /// <summary>Which try of which uploader has it.</summary>
    public Guid? RunId { get; set; }

    /// <summary>How often it was begun.</summary>
    public int Attempts { get; set; }

    /// <summary>Who wants it to end.</summary>
    public string? CancelledBy { get; set; }

    /// <summary>Bytes of the packs that are done with.</summary>
    public long DoneBytes { get; set; }

    /// <summary>Bytes of all packs of the backup; null until that is known.</summary>
    public long? TotalBytes { get; set; }

    /// <summary>Why it failed, in plain words.</summary>
    public string? Error { get; set; }

    /// <summary>What is wrong, in plain words; at most <see cref="MostProblems"/>.</summary>
    public List<string> Problems { get; set; } = [];

    /// <summary>How many there are.</summary>
    public int ProblemCount { get; set; }

    public const int MostProblems = 1000;

    /// <summary>One that waits for an uploader.</summary>
    public static Verification Wanted(string @namespace, string timestamp, VerificationDepth depth, string requestedBy, DateTimeOffset now) => new()
    {
        Id = Guid.NewGuid(),
        Namespace = @namespace,
        Timestamp = timestamp,
        Depth = depth,
        RequestedBy = requestedBy,
        RequestedAt = now.UtcDateTime,
    };

    internal sealed class Configuration : IEntityTypeConfiguration<Verification>
    {
        public void Configure(EntityTypeBuilder<Verification> builder)
        {
            builder.Property(row => row.Id).ValueGeneratedNever();
            builder.Property(row => row.Version).IsConcurrencyToken();
            builder.HasIndex(row => new { row.Namespace, row.RequestedAt });
            builder.HasIndex(row => row.Namespace).IsUnique().HasFilter("\"EndedAt\" IS NULL");
        }
    }
}
