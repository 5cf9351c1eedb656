namespace Holdfast.Engine.Volumes;

/// <summary>What happens when an entry cannot be given all that the catalog says of it, because that takes rights or a file system that are not there.</summary>
public enum MetadataPolicy
{
    /// <summary>The restore fails: what it builds is either the same as what was saved or nothing.</summary>
    Strict,

    /// <summary>
    /// The entry stays as close as it can be, and <see cref="TreeWriter.Warnings"/> tells the difference: another owner (then without
    /// set-id bits), a missing attribute, a missing device node.
    /// </summary>
    Warn,
}
