using Holdfast.ObjectStores.Diagnosis;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Diagnosis;

/// <summary>What a diagnosis must have found.</summary>
internal static class Found
{
    public static void Nothing(StoreDiagnosis found)
    {
        Assert.True(found.Ok, found.Message);
        Assert.Contains("can be stored, read, listed and deleted", found.Message, StringComparison.Ordinal);
        Assert.Equal("", found.Hint);
    }

    /// <summary>A failure at this step whose message and hint contain these texts.</summary>
    public static void At(StoreDiagnosis found, StoreStep step, params string[] texts)
    {
        Assert.False(found.Ok);
        Assert.True(step == found.Step, $"{found.Step} instead of {step}: {found.Message}");
        Assert.All(texts, text => Assert.True($"{found.Message} {found.Hint}".Contains(text, StringComparison.Ordinal), $"No '{text}' in: {found}"));
        Assert.NotEqual("", found.Hint);
        Assert.DoesNotContain(found.Hint, found.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("testsecret", found.ToString(), StringComparison.Ordinal);
    }
}
