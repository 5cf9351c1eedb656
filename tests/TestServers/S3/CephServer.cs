using Holdfast.TestServers.Processes;

namespace Holdfast.TestServers.S3;

/// <summary>A Ceph cluster of one monitor and one storage daemon in memory, with its S3 gateway.</summary>
public static class CephServer
{
    private const string User = "11111111-2222-3333-4444-555555555555";
    private const string AccessKey = "testkey";
    private const string SecretKey = "testsecret";

    /// <summary>A key for <c>aws:kms</c>.</summary>
    public const string KmsKey = "test-kms-key";

    /// <summary>A storage class beside <c>STANDARD</c>.</summary>
    public const string ColdClass = "COLD";

    private static readonly Lazy<Task<S3Server>> Shared = new(StartAsync);
    private static string _settings = "";

    /// <summary>The one server of this process.</summary>
    /// <exception cref="ServerMissingException">It is not installed.</exception>
    public static Task<S3Server> SharedAsync() => Shared.Value;

    /// <summary>The same server for a user of his own, whose rights are narrower.</summary>
    /// <param name="limits">For <c>radosgw-admin user create</c>, such as <c>--max-buckets=-1</c> or <c>--op-mask=read</c>.</param>
    /// <exception cref="ServerMissingException">It is not installed.</exception>
    public static async Task<S3Server> UserAsync(params string[] limits)
    {
        var server = await SharedAsync();
        var name = $"u{Guid.NewGuid():N}";
        Administer(["user", "create", "--uid", name, "--display-name", name, "--access-key", name, "--secret", SecretKey, .. limits]);
        return server with { AccessKey = name };
    }

    /// <summary>Changes the rights of a user that <see cref="UserAsync"/> made.</summary>
    public static void Limit(S3Server user, params string[] limits)
    {
        ArgumentNullException.ThrowIfNull(user);
        Administer(["user", "modify", "--uid", user.AccessKey, .. limits]);
    }

    private static async Task<S3Server> StartAsync()
    {
        string[] programs = ["ceph", "ceph-mon", "ceph-osd", "monmaptool", "radosgw", "radosgw-admin"];
        if (programs.Any(program => !File.Exists(Path.Join("/usr/bin", program))))
        {
            throw new ServerMissingException("Ceph with its S3 gateway is not installed: apt-get install radosgw ceph-mon ceph-osd");
        }

        var directory = Directory.CreateTempSubdirectory("holdfast-ceph-").FullName;
        foreach (var name in (string[])["osd", "run", "mon-process", "osd-process"])
        {
            Directory.CreateDirectory(Path.Join(directory, name));
        }

        var ports = FreePort.Take(2);
        var settings = Path.Join(directory, "ceph.conf");
        await File.WriteAllTextAsync(settings, Settings(directory, ports[0]));
        _settings = settings;
        var map = Path.Join(directory, "monmap");
        ServerUser.Run("monmaptool", "--create", "--fsid", User, "--addv", "a", $"[v2:127.0.0.1:{ports[0]}]", map);
        ServerUser.Run("ceph-mon", "-c", settings, "--mkfs", "-i", "a", "--monmap", map);
        Start(Path.Join(directory, "mon-process"), "ceph-mon", "-c", settings, "-f", "-i", "a");
        ServerUser.Run("ceph", "-c", settings, "--connect-timeout", "60", "osd", "new", User, "0");
        ServerUser.Run("ceph-osd", "-c", settings, "-i", "0", "--mkfs", "--osd-uuid", User);
        Start(Path.Join(directory, "osd-process"), "ceph-osd", "-c", settings, "-f", "-i", "0");
        ServerUser.Run(
            "radosgw-admin", "-c", settings, "user", "create", "--uid", "test", "--display-name", "test", "--access-key", AccessKey, "--secret", SecretKey);
        string[] placement = ["placement", "add", "--placement-id", "default-placement", "--storage-class", ColdClass];
        Administer(["zonegroup", .. placement]);
        Administer(["zone", .. placement, "--data-pool", "cold"]);
        Start(
            directory, "radosgw", "-c", settings, "-f", "-n", "client.rgw", $"--rgw-frontends=beast endpoint=127.0.0.1:{ports[1]} tcp_nodelay=1");
        await FreePort.ListeningAsync(ports[1], Path.Join(directory, "log"));
        var server = new S3Server("Ceph", new Uri($"http://127.0.0.1:{ports[1]}"), AccessKey, SecretKey);
        Console.WriteLine($"S3: started {server.Name} on {server.Endpoint}");
        return server;
    }

    /// <summary>Limits what all buckets of such a user may hold, from now on and at once.</summary>
    /// <param name="user">He.</param>
    /// <param name="limits">For <c>radosgw-admin quota set</c>, such as <c>--max-size=1M</c>.</param>
    public static void Quota(S3Server user, params string[] limits)
    {
        ArgumentNullException.ThrowIfNull(user);
        Administer(["quota", "set", "--quota-scope=user", "--uid", user.AccessKey, .. limits]);
        Administer(["quota", "enable", "--quota-scope=user", "--uid", user.AccessKey]);
    }

    /// <summary>Removes a bucket with all that is in it, and frees the memory at once.</summary>
    public static void RemoveBucket(string bucket) => Administer(["bucket", "rm", "--bucket", bucket, "--purge-objects", "--bypass-gc"]);

    private static void Administer(string[] arguments) => ServerUser.Run("radosgw-admin", ["-c", _settings, .. arguments]);

    private static void Start(string directory, params string[] command) => _ = GuardedProcess.Start(command, Path.Join(directory, "log"), "KILL", directory);

    /// <summary>
    /// Without authentication between the daemons the gateway must not insist on encryption, or it waits for ever; and the monitor
    /// must not collect changes for a second each, or the start takes ten. Some servers take 1,000 parts of an object where Amazon takes
    /// 10,000: so does this one, and small ones, so that it does not take gigabytes to find out.
    /// </summary>
    private static string Settings(string directory, int monitorPort) => $"""
        [global]
        fsid = {User}
        mon host = v2:127.0.0.1:{monitorPort}
        public addr = 127.0.0.1
        cluster addr = 127.0.0.1
        auth cluster required = none
        auth service required = none
        auth client required = none
        ms bind msgr1 = false
        ms mon client mode = crc
        paxos propose interval = 0.02
        paxos min wait = 0.01
        osd pool default size = 1
        osd pool default min size = 1
        osd pool default pg num = 1
        osd pool default pgp num = 1
        osd pool default pg autoscale mode = off
        mon allow pool size one = true
        mon max pg per osd = 1000
        osd crush chooseleaf type = 0
        run dir = {directory}/run
        admin socket = {directory}/run/$name.asok
        pid file = {directory}/run/$name.pid
        log file = {directory}/$name.log
        crash dir = {directory}/run
        [mon]
        mon data = {directory}/mon
        mon data avail crit = 1
        mon data avail warn = 2
        mon cluster log file = {directory}/cluster.log
        [osd]
        osd data = {directory}/osd
        osd objectstore = memstore
        osd op num shards = 1
        osd memory target = 939524096
        memstore device bytes = 4294967296
        [client]
        rgw crypt require ssl = false
        rgw crypt s3 kms backend = testing
        rgw crypt s3 kms encryption keys = {KmsKey}={Convert.ToBase64String(new byte[32])}
        rgw data = {directory}/run
        rgw thread pool size = 64
        rgw multipart part upload limit = 1000
        rgw multipart min part size = 65536

        """;
}
