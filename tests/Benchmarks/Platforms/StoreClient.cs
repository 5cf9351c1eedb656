using System.Globalization;
using Holdfast.Benchmarks.Processes;
using Holdfast.Benchmarks.Tools;
using Holdfast.TestServers.Processes;
using Holdfast.TestServers.S3;

namespace Holdfast.Benchmarks.Platforms;

/// <summary>A program that brings a folder into a bucket and back.</summary>
/// <param name="Name">In the results.</param>
/// <param name="Version">What it says its version is; null to leave that out.</param>
/// <param name="Create">Makes what it needs in an empty bucket; null for nothing. Not measured.</param>
/// <param name="Up">Stores a folder in a bucket.</param>
/// <param name="Down">Brings it back into an empty folder.</param>
internal sealed record StoreClient(
    string Name, Command? Version, Func<string, Pipeline>? Create, Func<string, string, Pipeline> Up, Func<string, string, Pipeline> Down)
{
    /// <summary>Holdfast and each peer on the PATH, all with <paramref name="parallel"/> files at once.</summary>
    public static IEnumerable<StoreClient> All(S3Server server, string state, int parallel)
    {
        var number = parallel.ToString(CultureInfo.InvariantCulture);
        var environment = new Dictionary<string, string>
        {
            ["AWS_ACCESS_KEY_ID"] = server.AccessKey,
            ["AWS_SECRET_ACCESS_KEY"] = server.SecretKey,
            ["AWS_CA_BUNDLE"] = "", // rclone refuses to start with one, which some machines set for all programs
            ["RESTIC_PASSWORD"] = "benchmark",
            ["RESTIC_CACHE_DIR"] = Path.Combine(state, "restic-cache"),
        };
        var address = server.Endpoint.ToString().TrimEnd('/');
        yield return new StoreClient(HoldfastTool.ToolName, null, null, (folder, bucket) => Holdfast("put", folder, bucket), (bucket, folder) => Holdfast("get", folder, bucket));
        if (ProgramPath.Find("rclone") is { } rclone)
        {
            string[] remote = ["--config", "", "--s3-provider", "Ceph", "--s3-env-auth", "--s3-endpoint", address, "--transfers", number];
            yield return new StoreClient(
                "rclone",
                new Command(rclone, "version"),
                null,
                (folder, bucket) => Peer(rclone, "copy", folder, $":s3:{bucket}", remote),
                (bucket, folder) => Peer(rclone, "copy", $":s3:{bucket}", folder, remote));
        }

        if (ProgramPath.Find("restic") is { } restic)
        {
            string Repository(string bucket) => $"s3:{address}/{bucket}/restic";
            string[] connections = ["-o", $"s3.connections={number}"];
            yield return new StoreClient(
                "restic",
                new Command(restic, "version"),
                bucket => Peer(restic, "--repo", Repository(bucket), "init", connections),
                (folder, bucket) => Peer(restic, "--repo", Repository(bucket), "backup", ["--compression", "off", "--pack-size", "32", .. connections, folder]),
                (bucket, folder) => Peer(restic, "--repo", Repository(bucket), "restore", ["latest", "--target", folder, .. connections]));
        }

        Pipeline Holdfast(string verb, string folder, string bucket) => new(new Command(
            Environment.ProcessPath!, ["store", verb, "--folder", folder, "--bucket", bucket, "--endpoint", address, "--parallel", number])
        {
            Environment = environment,
        });

        Pipeline Peer(string program, string first, string second, string third, IEnumerable<string> rest) =>
            new(new Command(program, [first, second, third, .. rest]) { Environment = environment });
    }
}
