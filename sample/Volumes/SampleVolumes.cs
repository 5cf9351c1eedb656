using Holdfast.Sample.Platform;

namespace Holdfast.Sample.Volumes;

/// <summary>The five volumes of the sample platform, side by side in a folder.</summary>
internal sealed class SampleVolumes(string folder)
{
    /// <summary>Components' names, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } = ["artifactory", "edweb", "gitserver", "metagraph", "openidfederator"];

    public string PathOf(string component) => Path.Combine(folder, component);

    public bool Exists(string component) => Directory.Exists(PathOf(component));

    /// <summary>Creates a volume and fills it: what is many or large here, what is odd in its script.</summary>
    public async Task CreateAsync(string component, CancellationToken cancellationToken)
    {
        var path = PathOf(component);
        Directory.CreateDirectory(path);
        var content = new SampleContent(path, seed: component.Length);
        switch (component)
        {
            case "artifactory":
                content.Binaries("filestore", count: 6, bytes: 1_500_000);
                content.Text("poms", "pom-{0}.xml", count: 150, words: 200);
                break;
            case "edweb":
                content.Text(".", "index.html", count: 1, words: 500);
                content.Text("html", "page-{0}.html", count: 600, words: 300);
                content.Binaries("html/images", count: 30, bytes: 40_000);
                break;
            case "gitserver":
                foreach (var (name, commits) in ((string, int)[])[("platform.git", 40), ("tools.git", 15), ("empty.git", 0)])
                {
                    new GitRepository(Path.Combine(path, name)).Write(commits, content);
                }

                break;
            case "metagraph":
                content.Binaries("segments", count: 4, bytes: 1_000_000);
                content.Text("segments", "index-{0}.txt", count: 10, words: 20_000);
                break;
            case "openidfederator":
                content.Text("clients", "client-{0}.json", count: 80, words: 60);
                break;
        }

        using var reader = new StreamReader(typeof(SampleVolumes).Assembly.GetManifestResourceStream($"{component}.sh")!);
        await Shell.RunAsync(await reader.ReadToEndAsync(cancellationToken), path, cancellationToken);
    }

    /// <summary>What happens on such a platform between two backups.</summary>
    public async Task LiveOnAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var name in Names)
        {
            await File.AppendAllTextAsync(Path.Combine(PathOf(name), "activity.log"), $"{now:O} another day\n", cancellationToken);
        }
    }

    /// <summary>Removes everything below a volume's root.</summary>
    public Task EmptyAsync(string component, CancellationToken cancellationToken) =>
        Shell.RunAsync("find . -mindepth 1 -delete", PathOf(component), cancellationToken);

    /// <summary>What a broken disk and a mistyped command leave: overwritten, missing, moved and foreign files.</summary>
    public Task DamageAsync(string component, CancellationToken cancellationToken) => Shell.RunAsync(
        """
        find . -path ./.holdfast -prune -o -type f -print | sort | awk 'NR % 3 == 1' | while read -r file; do printf 'garbage' | dd of="$file" conv=notrunc status=none 2>/dev/null || :; done
        find . -path ./.holdfast -prune -o -type f -print | sort | awk 'NR % 3 == 2' | while read -r file; do rm -f "$file"; done
        mkdir -p 'not mine' && printf 'x' >'not mine/file'
        chmod 700 .
        """,
        PathOf(component),
        cancellationToken);
}
