using Holdfast.Engine.Catalogs;

namespace Holdfast.Engine.Volumes.Directories;

/// <summary>What a directory itself is, without what it holds.</summary>
/// <param name="Metadata">Mode, owner and time.</param>
/// <param name="Attributes">Extended attributes, access control lists among them.</param>
public sealed record DirectoryFacts(EntryMetadata Metadata, IReadOnlyList<ExtendedAttribute> Attributes);
