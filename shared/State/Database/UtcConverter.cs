using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Holdfast.State.Database;

/// <summary>Instants are stored in UTC; SQLite forgets the kind, so reading puts it back.</summary>
internal sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
    value => value.ToUniversalTime(),
    value => DateTime.SpecifyKind(value, DateTimeKind.Utc));
