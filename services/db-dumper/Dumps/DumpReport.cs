using Holdfast.DbDumper.Archives;

namespace Holdfast.DbDumper.Dumps;

/// <summary>What a completed dump was.</summary>
/// <param name="Bytes">Length of the archive in bytes.</param>
/// <param name="Contents">Its table of contents, as read back by pg_restore.</param>
/// <param name="Warnings">What pg_dump said although it ended well; to be shown with the backup.</param>
internal sealed record DumpReport(long Bytes, ArchiveContents Contents, IReadOnlyList<string> Warnings);
