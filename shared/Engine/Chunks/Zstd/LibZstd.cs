using System.Runtime.InteropServices;

namespace Holdfast.Engine.Chunks.Zstd;

/// <summary>The few functions of the system's libzstd that are needed; all are of its stable interface (zstd.h).</summary>
internal static unsafe partial class LibZstd
{
    internal const int CompressionLevel = 100;
    internal const int HashLog = 102;
    internal const int MinMatch = 105;

    /// <summary>1.4.0, whose interface for parameters is the first stable one.</summary>
    private const uint OldestVersion = 10400;

    private const string Library = "libzstd.so.1";

    /// <summary>The version as a number, 10504 for 1.5.4; null where the library is missing or too old.</summary>
    internal static uint? Version { get; } = FindVersion();

    [LibraryImport(Library, EntryPoint = "ZSTD_createCCtx")]
    internal static partial nint CreateCompressor();

    [LibraryImport(Library, EntryPoint = "ZSTD_freeCCtx")]
    internal static partial nuint FreeCompressor(nint compressor);

    [LibraryImport(Library, EntryPoint = "ZSTD_CCtx_setParameter")]
    internal static partial nuint SetParameter(CompressorHandle compressor, int parameter, int value);

    [LibraryImport(Library, EntryPoint = "ZSTD_compress2")]
    internal static partial nuint Compress(CompressorHandle compressor, byte* frame, nuint frameLength, byte* content, nuint contentLength);

    [LibraryImport(Library, EntryPoint = "ZSTD_createDCtx")]
    internal static partial nint CreateDecompressor();

    [LibraryImport(Library, EntryPoint = "ZSTD_freeDCtx")]
    internal static partial nuint FreeDecompressor(nint decompressor);

    [LibraryImport(Library, EntryPoint = "ZSTD_decompressDCtx")]
    internal static partial nuint Decompress(DecompressorHandle decompressor, byte* content, nuint contentLength, byte* frame, nuint frameLength);

    /// <summary>What zstd says went wrong; null when nothing did.</summary>
    internal static string? ErrorOf(nuint result) => IsError(result) == 0 ? null : Marshal.PtrToStringUTF8(ErrorName(result));

    [LibraryImport(Library, EntryPoint = "ZSTD_isError")]
    private static partial uint IsError(nuint result);

    [LibraryImport(Library, EntryPoint = "ZSTD_getErrorName")]
    private static partial nint ErrorName(nuint result);

    private static uint? FindVersion()
    {
        if (!NativeLibrary.TryLoad(Library, typeof(LibZstd).Assembly, searchPath: null, out var library)
            || !NativeLibrary.TryGetExport(library, "ZSTD_versionNumber", out var versionNumber))
        {
            return null;
        }

        var version = ((delegate* unmanaged<uint>)versionNumber)();
        return version >= OldestVersion ? version : null;
    }
}
