namespace Holdfast.Engine.Chunks.Zstd;

/// <summary>What every implementation says of a frame that it cannot decode.</summary>
internal static class InvalidFrame
{
    /// <summary>The error.</summary>
    /// <param name="reason">In zstd's own words.</param>
    public static InvalidDataException Exception(string reason) => new($"The frame is not valid zstd data: {reason}.");
}
