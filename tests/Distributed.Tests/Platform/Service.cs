namespace Holdfast.Distributed.Tests.Platform;

/// <summary>The services that are processes of their own.</summary>
internal enum Service
{
    Api,
    Scheduler,
    DbDumper,
    VolumeArchiver,
    Uploader,
}
