using Holdfast.Engine.Sealing;

namespace Holdfast.Engine.Tests.Pipelines;

internal static class TestSecrets
{
    /// <summary>A key file: opens at once, where a passphrase takes its time on purpose.</summary>
    public static KeySecret Key { get; } = KeySecret.KeyFileBytes([.. Enumerable.Range(1, 32).Select(i => (byte)i)]);
}
