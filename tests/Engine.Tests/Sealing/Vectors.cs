using Holdfast.Engine.Repositories;
using Holdfast.Engine.Sealing;

namespace Holdfast.Engine.Tests.Sealing;

/// <summary>Fixed inputs; what comes out of them was computed by another implementation (Python's cryptography package).</summary>
internal static class Vectors
{
    public const string Timestamp = "2026-11-22t21-00-00";
    public const string Run = "0193abcd0193abcd0193abcd0193abcd";
    public const string RepositoryId = "0f4c0f4c0f4c0f4c0f4c0f4c0f4c0f4c";

    /// <summary>Few, so that tests are quick.</summary>
    public const int Iterations = 1_000;

    public static readonly DateTimeOffset Created = new(2026, 11, 22, 21, 0, 0, TimeSpan.Zero);
    public static readonly DataKey Key = new("0123456789abcdef", Created, Bytes(0, 32));
    public static readonly byte[] Salt = Bytes(100, 32);
    public static readonly byte[] Header = Bytes(0, 64);
    public static readonly byte[] Nonce = Bytes(200, 12);
    public static readonly string Prefix = ObjectKeys.RunPrefix(Timestamp, ComponentName.Volume("gitserver"), Run);
    public static readonly string Pack = ObjectKeys.DataPack(Prefix, 1);
    public static readonly string Snapshot = ObjectKeys.Snapshot(Prefix);

    public static byte[] Bytes(int first, int count) => [.. Enumerable.Range(first, count).Select(value => (byte)value)];
}
