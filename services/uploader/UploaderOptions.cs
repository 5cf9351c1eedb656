namespace Holdfast.Uploader;

/// <summary>The configuration section <c>Uploader</c>.</summary>
internal sealed class UploaderOptions
{
    public const string Section = "Uploader";

    /// <summary>Requests worked on at once, 1 to 500. Default 16: puts wait for disks and networks more than for the processor.</summary>
    public int Slots { get; set; } = 16;

    /// <summary>
    /// What is left in staging, and in the store by puts that were cut off, is removed when nothing was written to it for so long. Default one day.
    /// </summary>
    public TimeSpan LeftoverAge { get; set; } = TimeSpan.FromDays(1);
}
