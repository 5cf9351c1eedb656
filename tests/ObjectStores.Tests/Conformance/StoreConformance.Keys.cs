using Holdfast.Engine.Objects;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Conformance;

public abstract partial class StoreConformance
{
    public static TheoryData<string> OddKeys =>
    [
        "a",
        "app/with space",
        "app/ leading and trailing ",
        "app/plus+plus",
        "app/100%",
        "app/%2F",
        "app/%2e%2e/x",
        "app/a#b",
        "app/a?b=c&d",
        "app/a:b;c,d=e@f!g$h'i(j)k*l[m]n{o}p~q^r`s\"t<u>v|w",
        "app/.hidden",
        "app/..double",
        "app/dots...",
        "app/v1.",
        "app/-dash",
        "app/nfc-\u00e9",
        "app/nfd-e\u0301",
        "app/日本語/ключ/😀",
        "app/\u2028\u00a0\u200b",
        "app/" + new string('x', ObjectKey.MaxSegmentBytes),
        "app/" + string.Concat(Enumerable.Repeat('é', ObjectKey.MaxSegmentBytes / 2)),
    ];

    public static TheoryData<string> BadKeys =>
    [
        "",
        "/",
        "/app",
        "app/",
        "app//a",
        ".",
        "..",
        "app/../other/a",
        "app/./a",
        "app/..",
        "app/a\0b",
        "app/a\nb",
        "app/a\\b",
        "app/\ud800",
        "app/.holdfast-incoming/a",
        "app/" + new string('x', ObjectKey.MaxSegmentBytes + 1),
        KeyOf(ObjectKey.MaxBytes + 1),
    ];

    [Theory]
    [MemberData(nameof(OddKeys))]
    public async Task A_key_is_kept_as_it_is(string key)
    {
        var content = Bytes(1000, seed: key.Length);
        await Store.PutIfAbsentAsync(key, Stage(content), Token);

        Assert.Equal(content, await GetAsync(key));
        Assert.Equal([key], await KeysAsync(""));
        Assert.Equal(key, (await Store.HeadAsync(key, Token))!.Key);
        if (key.LastIndexOf('/') is var end and > 0)
        {
            Assert.Equal([key], await KeysAsync(key[..(end + 1)]));
            Assert.Equal([key[..(key.IndexOf('/', StringComparison.Ordinal) + 1)]], await PrefixesAsync(""));
        }

        await Store.DeleteAsync([key], Token);

        Assert.Empty(await KeysAsync(""));
    }

    [Theory]
    [MemberData(nameof(BadKeys))]
    public async Task A_key_that_breaks_the_rules_is_refused(string key)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => PutAsync(key, [1]));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.PutIfAbsentAsync(key, Stage([1]), Token));
        await Assert.ThrowsAsync<ArgumentException>(() => GetAsync(key));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.ReadAsync(key, 0, new byte[1], Token));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.HeadAsync(key, Token));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.DeleteAsync([key], Token));
    }

    [Fact]
    public async Task Composed_and_decomposed_letters_are_different_keys()
    {
        await PutAsync("app/\u00e9", [1]);
        await PutAsync("app/e\u0301", [2]);

        Assert.Equal([1], await GetAsync("app/\u00e9"));
        Assert.Equal([2], await GetAsync("app/e\u0301"));
        Assert.Equal(["app/e\u0301", "app/\u00e9"], await KeysAsync("app/"));
    }

    [Fact]
    public async Task Upper_and_lower_case_are_different_keys()
    {
        await PutAsync("app/a", [1]);
        await PutAsync("app/A", [2]);

        Assert.Equal([1], await GetAsync("app/a"));
        Assert.Equal([2], await GetAsync("app/A"));
    }

    [Fact]
    public async Task A_key_may_be_the_beginning_of_another()
    {
        await PutAsync("app/a", [1]);
        await PutAsync("app/ab", [2]);
        await PutAsync("app/abc/d", [3]);

        Assert.Equal([1], await GetAsync("app/a"));
        Assert.Equal([2], await GetAsync("app/ab"));
        Assert.Equal(["app/a", "app/ab", "app/abc/d"], await KeysAsync("app/"));
    }

    /// <summary>A store may take both or refuse the second, but the first stays as it is.</summary>
    [Theory]
    [InlineData("app/a", "app/a/b")]
    [InlineData("app/a", "app/a/b/c")]
    [InlineData("app/a/b", "app/a")]
    [InlineData("app/a/b", "app")]
    public async Task An_object_below_an_object_harms_neither(string first, string second)
    {
        await PutAsync(first, [1]);
        var failure = await Record.ExceptionAsync(() => Store.PutIfAbsentAsync(second, Stage([2]), Token));

        Assert.Equal([1], await GetAsync(first));
        if (failure is null)
        {
            Assert.Equal([2], await GetAsync(second));
        }
        else
        {
            Assert.False(Assert.IsType<ObjectStoreException>(failure).IsTransient);
            await Assert.ThrowsAsync<ObjectNotFoundException>(() => GetAsync(second));
            await Store.DeleteAsync([second], Token);
            Assert.Equal([first], await KeysAsync(""));
        }
    }

    [Fact]
    public async Task The_longest_key_is_kept_as_it_is()
    {
        var key = KeyOf(LongestKey);
        await PutAsync(key, [1]);

        Assert.Equal([1], await GetAsync(key));
        Assert.Equal([key], await KeysAsync(""));
        await Assert.ThrowsAsync<ArgumentException>(() => PutAsync(KeyOf(LongestKey + 1), [1]));
    }

    private static string KeyOf(int bytes) => string.Create(bytes, 0, (key, _) =>
    {
        for (var i = 0; i < key.Length; i++)
        {
            key[i] = i % 200 == 100 ? '/' : 'k';
        }
    });
}
