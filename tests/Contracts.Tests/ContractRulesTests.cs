using System.Reflection;
using System.Text.Json;
using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Components;
using Xunit;

namespace Holdfast.Contracts.Tests;

/// <summary>Rules every message obeys, checked on the types themselves.</summary>
public class ContractRulesTests
{
    private static readonly Type[] Plain =
    [
        typeof(string), typeof(Guid), typeof(bool), typeof(int), typeof(long), typeof(DateTimeOffset), typeof(TimeSpan), typeof(ComponentId),
    ];

    public static TheoryData<Type> Records() =>
        new(typeof(BackupRequested).Assembly.GetExportedTypes().Where(type =>
            type is { IsClass: true, IsAbstract: false } && type != typeof(ComponentId) && type != typeof(BackupTimestamp)
            && type.GetMethod("<Clone>$") is not null));

    [Theory]
    [MemberData(nameof(Records))]
    public void Messages_carry_ids_and_references_only(Type record)
    {
        foreach (var property in record.GetProperties())
        {
            Assert.True(IsAllowed(property.PropertyType), $"{record.Name}.{property.Name} is a {property.PropertyType}");
            Assert.DoesNotMatch("(?i)password|secret|credential|connectionString|token", property.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Messages_survive_json(Type record)
    {
        var message = Sample(record);

        var json = JsonSerializer.Serialize(message, record, JsonSerializerOptions.Web);
        var again = JsonSerializer.Deserialize(json, record, JsonSerializerOptions.Web);

        Assert.Equal(json, JsonSerializer.Serialize(again, record, JsonSerializerOptions.Web));
        Assert.All(record.GetProperties(), property => Assert.NotNull(property.GetValue(again)));
    }

    [Fact]
    public void Choices_travel_by_name() => Assert.All(
        typeof(BackupRequested).Assembly.GetExportedTypes().Where(type => type.IsEnum),
        type => Assert.StartsWith("\"", JsonSerializer.Serialize(Enum.GetValues(type).GetValue(0), type), StringComparison.Ordinal));

    private static bool IsAllowed(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            type = type.GetGenericArguments()[0];
        }

        return Plain.Contains(type) || (type.Assembly == typeof(BackupRequested).Assembly && (type.IsEnum || type.IsClass));
    }

    private static object Sample(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            var list = Array.CreateInstance(type.GetGenericArguments()[0], 1);
            list.SetValue(Sample(type.GetGenericArguments()[0]), 0);
            return list;
        }

        return type switch
        {
            _ when type == typeof(string) => "text",
            _ when type == typeof(Guid) => Guid.NewGuid(),
            _ when type == typeof(bool) => true,
            _ when type == typeof(int) => 7,
            _ when type == typeof(long) => 1L << 40,
            _ when type == typeof(DateTimeOffset) => DateTimeOffset.UnixEpoch,
            _ when type == typeof(TimeSpan) => TimeSpan.FromSeconds(5),
            _ when type == typeof(ComponentId) => ComponentId.Volume("gitserver"),
            _ when type.IsEnum => Enum.GetValues(type).GetValue(1)!,
            _ => Filled(type),
        };
    }

    private static object Filled(Type record)
    {
        var message = Activator.CreateInstance(record)!;
        foreach (var property in record.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
        {
            property.SetValue(message, Sample(property.PropertyType));
        }

        return message;
    }
}
