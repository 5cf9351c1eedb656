namespace Holdfast.Engine.Volumes.Directories;

/// <summary>What a file system has left for this process' user.</summary>
/// <param name="AvailableBytes">Free space in bytes.</param>
/// <param name="BlockBytes">The unit in which files take space, in bytes.</param>
/// <param name="AvailableFiles">How many more entries it can hold; null where it makes room for them as needed.</param>
public readonly record struct FileSystemSpace(long AvailableBytes, int BlockBytes, long? AvailableFiles);
