using Holdfast.ObjectStores.Uploads;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Uploads;

public sealed class PartSizesTests
{
    private const long MiB = 1 << 20;

    [Theory]
    [InlineData(1)]
    [InlineData(64 * MiB)]
    [InlineData(16_000 * MiB)]
    [InlineData((16_000 * MiB) + 1)]
    [InlineData(5L * 1024 * 1024 * MiB)]
    public void Parts_are_a_thousand_at_most_up_to_what_the_largest_parts_allow(long length)
    {
        var size = PartSizes.Of(length, 16 * MiB);

        Assert.InRange(size, 16 * MiB, 5L * 1024 * MiB);
        Assert.InRange((length + size - 1) / size, 1, length > 5_000_000 * MiB ? 1024 : 1000);
    }

    [Fact]
    public void Parts_are_as_wanted_where_that_does() => Assert.Equal(16 * MiB, PartSizes.Of(16_000 * MiB, 16 * MiB));
}
