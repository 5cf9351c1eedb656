namespace Holdfast.Engine.Backup;

/// <summary>A part of a content whose chunk is on its way.</summary>
/// <param name="Ticket">The chunk; null for a hole.</param>
/// <param name="Offset">Where the part starts in the chunk.</param>
/// <param name="Length">Length in bytes.</param>
internal readonly record struct PendingPart(ChunkTicket? Ticket, int Offset, long Length);
