using Microsoft.Win32.SafeHandles;

namespace Holdfast.Engine.Chunks.Zstd;

/// <summary>A decompression context of libzstd.</summary>
internal sealed class DecompressorHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public DecompressorHandle()
        : base(ownsHandle: true) => SetHandle(LibZstd.CreateDecompressor());

    protected override bool ReleaseHandle() => LibZstd.ErrorOf(LibZstd.FreeDecompressor(handle)) is null;
}
