using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Engine.Repositories;

/// <summary>The keys of a repository's objects, relative to the namespace.</summary>
/// <remarks>
/// <see cref="TryParse"/> accepts exactly what the builders write: a key that differs in a leading zero or the case of a digit is
/// not a key of this repository, so nothing that takes it for one can delete it.
/// </remarks>
public static class ObjectKeys
{
    /// <summary>The description of the repository.</summary>
    public const string Repository = "repository.json";

    /// <summary>What the keys of all key files start with.</summary>
    public const string KeyFilePrefix = "keys/";

    /// <summary>What the keys of all quarantine marks start with.</summary>
    public const string QuarantinePrefix = "quarantine/";

    /// <summary>What the keys of all parts of the audit log start with. They lie beside the repository and are none of its objects.</summary>
    public const string AuditPrefix = "audit/";

    private const string Json = ".json";
    private const string Pack = ".pack";
    private const string SnapshotName = "snapshot.json";
    private const string ManifestName = "manifest.json";

    /// <summary>The key of a key file.</summary>
    /// <param name="id">16 lower-case hexadecimal digits.</param>
    public static string KeyFile(string id) => IsHex(id, 16)
        ? KeyFilePrefix + id + Json
        : throw new ArgumentException($"'{id}' is not the id of a key file.", nameof(id));

    /// <summary>The key of a backup's manifest.</summary>
    public static string Manifest(string timestamp) => $"{Checked(timestamp)}/{ManifestName}";

    /// <summary>What the keys of all objects of one run start with, ending in a slash.</summary>
    /// <param name="timestamp">As <see cref="BackupTimestamp"/> writes it.</param>
    /// <param name="component">The component that the run works at.</param>
    /// <param name="run">As <see cref="RunId"/> writes it.</param>
    public static string RunPrefix(string timestamp, ComponentName component, string run) => RunId.IsValid(run)
        ? $"{Checked(timestamp)}/{component.KindText}/{ComponentSegment.Escape(component.Name)}/{run}/"
        : throw new ArgumentException($"'{run}' is not the id of a run.", nameof(run));

    /// <summary>The key of a run's snapshot.</summary>
    /// <param name="runPrefix">Made by <see cref="RunPrefix"/>.</param>
    public static string Snapshot(string runPrefix) => runPrefix + SnapshotName;

    /// <summary>The key of a data pack.</summary>
    /// <param name="runPrefix">Made by <see cref="RunPrefix"/>.</param>
    /// <param name="number">From 1.</param>
    public static string DataPack(string runPrefix, int number) => runPrefix + PackName(number);

    /// <summary>The key of a catalog pack.</summary>
    /// <param name="runPrefix">Made by <see cref="RunPrefix"/>.</param>
    /// <param name="number">From 1, counted apart from the data packs.</param>
    public static string CatalogPack(string runPrefix, int number) => runPrefix + "c" + PackName(number);

    /// <summary>The key of the mark that a pack was found damaged.</summary>
    public static string QuarantineMark(string packKey) =>
        QuarantinePrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(packKey))) + Json;

    /// <summary>Whether a key is that of a part of the audit log.</summary>
    public static bool IsAudit(string key) => key.StartsWith(AuditPrefix, StringComparison.Ordinal);

    /// <summary>Tells what object a key belongs to; false for a key that is none of this format's.</summary>
    public static bool TryParse([NotNullWhen(true)] string? key, [NotNullWhen(true)] out ParsedKey? parsed)
    {
        parsed = key?.Split('/') switch
        {
            [Repository] => new ParsedKey { Kind = ObjectKind.Repository },
            ["keys", var name] => Document(ObjectKind.KeyFile, name, digits: 16),
            ["quarantine", var name] => Document(ObjectKind.QuarantineMark, name, digits: 64),
            [var timestamp, ManifestName] when BackupTimestamp.IsValid(timestamp) =>
                new ParsedKey { Kind = ObjectKind.Manifest, Timestamp = timestamp },
            [var timestamp, var kind, var component, var run, var name] => OfRun(timestamp, kind, component, run, name),
            _ => null,
        };
        return parsed is not null;
    }

    private static ParsedKey? Document(ObjectKind kind, string name, int digits) =>
        name.EndsWith(Json, StringComparison.Ordinal) && IsHex(name[..^Json.Length], digits)
            ? new ParsedKey { Kind = kind, Id = name[..^Json.Length] }
            : null;

    private static ParsedKey? OfRun(string timestamp, string kind, string segment, string run, string name)
    {
        if (!BackupTimestamp.IsValid(timestamp) || !RunId.IsValid(run) || ComponentSegment.Unescape(segment) is not { } unescaped
            || !ComponentName.TryParse($"{kind}/{unescaped}", out var component))
        {
            return null;
        }

        var (objectKind, number) = name == SnapshotName ? (ObjectKind.Snapshot, null)
            : name.StartsWith('c') ? (ObjectKind.CatalogPack, PackNumber(name.AsSpan(1)))
            : (ObjectKind.DataPack, PackNumber(name));
        return number is null && objectKind != ObjectKind.Snapshot
            ? null
            : new ParsedKey { Kind = objectKind, Timestamp = timestamp, Component = component, Run = run, Number = number };
    }

    private static string PackName(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        return number.ToString("D5", CultureInfo.InvariantCulture) + Pack;
    }

    private static int? PackNumber(ReadOnlySpan<char> name) =>
        name.EndsWith(Pack, StringComparison.Ordinal)
        && int.TryParse(name[..^Pack.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= 1 && name.SequenceEqual(PackName(number))
            ? number
            : null;

    private static string Checked(string timestamp) => BackupTimestamp.IsValid(timestamp)
        ? timestamp
        : throw new ArgumentException($"'{timestamp}' is not the timestamp of a backup.", nameof(timestamp));

    private static bool IsHex(string text, int digits) => text.Length == digits && text.All(char.IsAsciiHexDigitLower);
}
