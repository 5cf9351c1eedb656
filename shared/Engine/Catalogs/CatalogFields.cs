using System.Text.Json;

namespace Holdfast.Engine.Catalogs;

/// <summary>Field names and words of the catalog's lines (docs/format.md, "Catalog").</summary>
internal static class CatalogFields
{
    public static readonly JsonEncodedText Pack = JsonEncodedText.Encode("pack");
    public static readonly JsonEncodedText Chunk = JsonEncodedText.Encode("chunk");
    public static readonly JsonEncodedText Offset = JsonEncodedText.Encode("offset");
    public static readonly JsonEncodedText Stored = JsonEncodedText.Encode("stored");
    public static readonly JsonEncodedText Size = JsonEncodedText.Encode("size");
    public static readonly JsonEncodedText First = JsonEncodedText.Encode("first");
    public static readonly JsonEncodedText First64 = JsonEncodedText.Encode("first64");
    public static readonly JsonEncodedText Path = JsonEncodedText.Encode("path");
    public static readonly JsonEncodedText Path64 = JsonEncodedText.Encode("path64");
    public static readonly JsonEncodedText Type = JsonEncodedText.Encode("type");
    public static readonly JsonEncodedText Mode = JsonEncodedText.Encode("mode");
    public static readonly JsonEncodedText Uid = JsonEncodedText.Encode("uid");
    public static readonly JsonEncodedText Gid = JsonEncodedText.Encode("gid");
    public static readonly JsonEncodedText ModifiedAt = JsonEncodedText.Encode("mtime");
    public static readonly JsonEncodedText ChangedAt = JsonEncodedText.Encode("ctime");
    public static readonly JsonEncodedText Inode = JsonEncodedText.Encode("ino");
    public static readonly JsonEncodedText Sha256 = JsonEncodedText.Encode("sha256");
    public static readonly JsonEncodedText Target = JsonEncodedText.Encode("target");
    public static readonly JsonEncodedText Target64 = JsonEncodedText.Encode("target64");
    public static readonly JsonEncodedText Device = JsonEncodedText.Encode("device");
    public static readonly JsonEncodedText Attributes = JsonEncodedText.Encode("xattrs");
    public static readonly JsonEncodedText Changed = JsonEncodedText.Encode("changed");
    public static readonly JsonEncodedText Content = JsonEncodedText.Encode("content");

    // In the order of EntryKind; a socket never stands in a catalog.
    private static readonly JsonEncodedText[] Types =
        [.. new[] { "dir", "file", "symlink", "hardlink", "fifo", "char", "block", "socket", "stream" }.Select(t => JsonEncodedText.Encode(t))];

    public static JsonEncodedText TypeOf(EntryKind kind) => Types[(int)kind];

    /// <exception cref="FormatException">No entry has this type.</exception>
    public static EntryKind KindOf(ReadOnlySpan<byte> type)
    {
        for (var kind = EntryKind.Directory; kind <= EntryKind.Stream; kind++)
        {
            if (kind != EntryKind.Socket && Types[(int)kind].EncodedUtf8Bytes.SequenceEqual(type))
            {
                return kind;
            }
        }

        throw new FormatException("The type of an entry is not known.");
    }
}
