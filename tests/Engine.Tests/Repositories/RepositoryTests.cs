using System.Text;
using Holdfast.Engine.Documents;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Sealing;
using Holdfast.Engine.Tests.Documents;
using Holdfast.Engine.Tests.Sealing;
using Xunit;

namespace Holdfast.Engine.Tests.Repositories;

public class RepositoryTests
{
    private const string Golden = """
        {
          "format": "holdfast-repository",
          "version": 1,
          "id": "0f4c0f4c0f4c0f4c0f4c0f4c0f4c0f4c",
          "created": "2026-11-22T21:00:00Z",
          "requiredFeatures": []
        }
        """;

    private static readonly KeySecret Secret = KeySecret.Passphrase("secret", Vectors.Iterations);

    [Fact]
    public void The_description_has_the_bytes_of_the_format()
    {
        var description = Parse(Golden);
        Assert.Equal((Vectors.RepositoryId, Vectors.Created, false), (description.Id, description.CreatedAt, description.IsSealed));
        Assert.Equal(Golden, Encoding.UTF8.GetString(description.ToJson()));
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 2", RefusalReason.NewerVersion)]
    [InlineData("\"version\": 1", "\"version\": 99, \"id\": 7", RefusalReason.NewerVersion)]
    [InlineData("\"requiredFeatures\": []", "\"requiredFeatures\": [\"aes-256-gcm\", \"magic\"]", RefusalReason.UnknownFeature)]
    [InlineData("\"requiredFeatures\": []", "\"requiredFeatures\": [null]", RefusalReason.UnknownFeature)]
    [InlineData(",\n  \"requiredFeatures\": []", "", RefusalReason.Damaged)]
    [InlineData("\"version\": 1,", "", RefusalReason.Damaged)]
    [InlineData("\"version\": 1", "\"version\": \"1\"", RefusalReason.Damaged)]
    [InlineData("\"version\": 1", "\"version\": 1, \"version\": 1", RefusalReason.Damaged)]
    [InlineData("holdfast-repository", "restic", RefusalReason.Damaged)]
    [InlineData("0f4c0f4c", "0F4C0F4C", RefusalReason.Damaged)]
    [InlineData("0f4c0f4c", "", RefusalReason.Damaged)]
    [InlineData("{\n", "not JSON {\n", RefusalReason.Damaged)]
    [InlineData("]\n}", "]\n} {}", RefusalReason.Damaged)]
    [InlineData("]\n}", "", RefusalReason.Damaged)]
    public void A_description_that_this_program_must_not_use_is_refused(string from, string to, RefusalReason reason)
    {
        var json = Golden.Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(Golden, json);
        var e = Assert.Throws<RepositoryRefusedException>(() => Parse(json));
        Assert.Equal(reason, e.Reason);
        Assert.Contains("repository.json", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Null_and_nothing_are_refused()
    {
        Assert.Equal(RefusalReason.Damaged, Assert.Throws<RepositoryRefusedException>(() => Parse("null")).Reason);
        Assert.Equal(RefusalReason.Damaged, Assert.Throws<RepositoryRefusedException>(() => Parse("")).Reason);
    }

    [Fact]
    public async Task A_new_repository_without_encryption_opens()
    {
        var created = Repository.Initialize(TimeProvider.System);
        Assert.Equal(["repository.json"], created.Objects.Select(item => item.Key));
        var opened = await Repository.OpenAsync(Stored(created), [], secret: null, TestContext.Current.CancellationToken);
        Assert.Equal(created.Repository.Id, opened.Id);
        Assert.False(opened.Keyring.IsSealed);
        Assert.Empty(opened.Description.RequiredFeatures);
    }

    [Fact]
    public async Task A_new_encrypted_repository_opens_with_its_secret()
    {
        var created = Repository.Initialize(TimeProvider.System, Secret, "ops");
        Assert.Equal("repository.json", created.Objects[^1].Key);
        var opened = await Repository.OpenAsync(Stored(created), Keys(created), Secret, TestContext.Current.CancellationToken);
        Assert.Equal([Features.Aes256Gcm], opened.Description.RequiredFeatures);
        Assert.Equal(created.Repository.Keyring.Current?.GearSeed(), opened.Keyring.Current?.GearSeed());
        Assert.Equal("ops", Keys(created)[0].Label);
    }

    [Fact]
    public async Task An_encrypted_repository_is_refused_without_secret_and_with_a_wrong_one()
    {
        var created = Repository.Initialize(TimeProvider.System, Secret);
        var missing = await Assert.ThrowsAsync<RepositoryRefusedException>(
            () => Repository.OpenAsync(Stored(created), Keys(created), secret: null, TestContext.Current.CancellationToken));
        Assert.Equal(RefusalReason.SecretMissing, missing.Reason);
        await Assert.ThrowsAsync<WrongKeyException>(() => Repository.OpenAsync(
            Stored(created), Keys(created), KeySecret.Passphrase("other", Vectors.Iterations), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_secret_for_a_repository_without_encryption_is_refused_and_said()
    {
        var e = await Assert.ThrowsAsync<RepositoryRefusedException>(() => Repository.OpenAsync(
            Stored(Repository.Initialize(TimeProvider.System)), [], Secret, TestContext.Current.CancellationToken));
        Assert.Equal(RefusalReason.NotSealed, e.Reason);
        Assert.Contains("is not encrypted", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_there_is_no_repository_that_is_said()
    {
        var e = await Assert.ThrowsAsync<RepositoryRefusedException>(
            () => Repository.OpenAsync(new MemorySource(), [], secret: null, TestContext.Current.CancellationToken));
        Assert.Equal(RefusalReason.Missing, e.Reason);
    }

    [Fact]
    public async Task The_key_file_of_a_creator_who_came_second_does_no_harm()
    {
        var first = Repository.Initialize(TimeProvider.System, Secret);
        var second = Repository.Initialize(TimeProvider.System, Secret);
        var opened = await Repository.OpenAsync(
            Stored(first), [.. Keys(second), .. Keys(first)], Secret, TestContext.Current.CancellationToken);
        Assert.Equal(first.Repository.Keyring.Current?.Id, opened.Keyring.Current?.Id);
    }

    private static RepositoryDescription Parse(string json) => RepositoryDescription.Parse(Encoding.UTF8.GetBytes(json));

    private static MemorySource Stored(NewRepository created)
    {
        var source = new MemorySource();
        foreach (var item in created.Objects)
        {
            source.Objects.Add(item.Key, item.Content.ToArray());
        }

        return source;
    }

    private static List<KeyFile> Keys(NewRepository created) =>
        [.. created.Objects.Where(item => item.Key != "repository.json").Select(item => KeyFile.Parse(item.Content.Span, item.Key))];
}
