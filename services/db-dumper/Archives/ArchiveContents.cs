namespace Holdfast.DbDumper.Archives;

/// <summary>The table of contents of a dump in pg_dump's custom format.</summary>
/// <param name="EntryCount">How many entries the archive has in all, those about the database itself included; at least one.</param>
/// <param name="ServerMajor">Major version of the server that was dumped.</param>
/// <param name="ClientMajor">Major version of the pg_dump that wrote it.</param>
/// <param name="Entries">Each object's line without its numbers: kind, schema, name, owner.</param>
internal sealed record ArchiveContents(int EntryCount, int ServerMajor, int ClientMajor, IReadOnlyList<string> Entries);
