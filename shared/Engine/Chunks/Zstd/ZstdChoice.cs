namespace Holdfast.Engine.Chunks.Zstd;

/// <summary>Which implementation of zstd is used: the system's library where there is one, and managed code elsewhere.</summary>
public static class ZstdChoice
{
    /// <summary>Environment variable that decides: <c>native</c>, <c>managed</c>, or empty for native where it can be had.</summary>
    public const string Variable = "HOLDFAST_ZSTD";

    /// <summary>Whether the system's libzstd is there and not too old.</summary>
    public static bool HasNative => LibZstd.Version is not null;

    /// <summary>What is used, for people: "libzstd 1.5.4" or "managed zstd".</summary>
    public static string Description => LibZstd.Version is { } version && IsNative(Setting)
        ? $"libzstd {version / 10000}.{version / 100 % 100}.{version % 100}"
        : "managed zstd";

    private static string? Setting => Environment.GetEnvironmentVariable(Variable);

    /// <summary>A new one of the implementation that is used.</summary>
    internal static IZstd Create(ZstdParameters parameters) => Create(parameters, Setting);

    /// <summary>A new one of the implementation that <paramref name="setting"/> asks for.</summary>
    /// <exception cref="InvalidOperationException">It cannot be had, or there is none of this name.</exception>
    internal static IZstd Create(ZstdParameters parameters, string? setting) => IsNative(setting) ? new NativeZstd(parameters) : new ManagedZstd(parameters);

    private static bool IsNative(string? setting) => setting switch
    {
        null or "" => HasNative,
        "managed" => false,
        "native" when HasNative => true,
        "native" => throw new InvalidOperationException($"{Variable} asks for libzstd.so.1, 1.4.0 or later, which this system does not have."),
        _ => throw new InvalidOperationException($"{Variable} is '{setting}'; it may be 'native' or 'managed'."),
    };
}
