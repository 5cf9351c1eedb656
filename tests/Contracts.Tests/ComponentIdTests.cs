using System.Text.Json;
using Holdfast.Contracts.Components;
using Xunit;

namespace Holdfast.Contracts.Tests;

public class ComponentIdTests
{
    [Theory]
    [InlineData("db/airflow", ComponentKind.Database, "airflow")]
    [InlineData("volume/git-server_2.0", ComponentKind.Volume, "git-server_2.0")]
    public void Text_and_value_are_the_same_thing(string text, ComponentKind kind, string name)
    {
        var component = ComponentId.Parse(text);

        Assert.Equal(new ComponentId(kind, name), component);
        Assert.Equal(text, component.ToString());
        Assert.Equal($"\"{text}\"", JsonSerializer.Serialize(component));
        Assert.Equal(component, JsonSerializer.Deserialize<ComponentId>($"\"{text}\""));
    }

    [Theory]
    [InlineData("airflow")]
    [InlineData("db/")]
    [InlineData("db/..")]
    [InlineData("db/a/b")]
    [InlineData("db/a b")]
    [InlineData("DB/a")]
    [InlineData("queue/a")]
    [InlineData("volume/a\n")]
    public void Anything_else_is_refused(string text)
    {
        Assert.Throws<FormatException>(() => ComponentId.Parse(text));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ComponentId>(JsonSerializer.Serialize(text)));
    }

    [Fact]
    public void Databases_come_first_then_names_in_order() =>
        Assert.Equal(
            ["db/B", "db/a", "volume/a", "volume/b"],
            new[] { "volume/b", "db/a", "volume/a", "db/B" }.Select(ComponentId.Parse).Order().Select(component => component.ToString()));
}
