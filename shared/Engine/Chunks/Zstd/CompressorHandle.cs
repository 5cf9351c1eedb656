using Microsoft.Win32.SafeHandles;

namespace Holdfast.Engine.Chunks.Zstd;

/// <summary>A compression context of libzstd.</summary>
internal sealed class CompressorHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public CompressorHandle()
        : base(ownsHandle: true) => SetHandle(LibZstd.CreateCompressor());

    protected override bool ReleaseHandle() => LibZstd.ErrorOf(LibZstd.FreeCompressor(handle)) is null;
}
