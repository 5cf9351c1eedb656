using System.Text.Json.Serialization;

namespace Holdfast.DbDumper.Facts;

/// <summary>What compares text in a database.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LocaleProvider>))]
internal enum LocaleProvider
{
    /// <summary>The operating system's C library.</summary>
    Libc,

    /// <summary>The ICU library.</summary>
    Icu,

    /// <summary>PostgreSQL itself, since version 17.</summary>
    Builtin,
}
