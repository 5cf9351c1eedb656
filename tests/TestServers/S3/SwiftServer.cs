using Holdfast.TestServers.Processes;

namespace Holdfast.TestServers.S3;

/// <summary>OpenStack Swift with its S3 interface: four processes of the distribution's Python packages.</summary>
/// <remarks>It checks the checksums of uploads, and does not know conditional puts.</remarks>
public static class SwiftServer
{
    private const string Python = "/usr/bin/python3";
    private static readonly string[] Kinds = ["object", "container", "account"];
    private static readonly Lazy<Task<S3Server>> Shared = new(StartAsync);

    /// <summary>The one server of this process.</summary>
    /// <exception cref="ServerMissingException">It is not installed.</exception>
    public static Task<S3Server> SharedAsync() => Shared.Value;

    private static async Task<S3Server> StartAsync()
    {
        if (!File.Exists(Python) || !Directory.Exists("/usr/lib/python3/dist-packages/swift"))
        {
            throw new ServerMissingException("OpenStack Swift is not installed: apt-get install python3-swift");
        }

        var settings = Directory.CreateTempSubdirectory("holdfast-swift-").FullName;
        Directory.CreateDirectory(Path.Join(settings, "node", "d1"));
        var launcher = Path.Join(settings, "launcher.py");
        await File.WriteAllTextAsync(launcher, Launcher);
        await File.WriteAllTextAsync(Path.Join(settings, "swift.conf"), SwiftConf);
        var ports = FreePort.Take(4);
        ServerUser.Run(Python, [launcher, settings, "rings", .. Kinds.Zip(ports, (kind, port) => $"{kind}:{port}")]);
        foreach (var (kind, port) in Kinds.Zip(ports))
        {
            await StartAsync(launcher, settings, kind, port, $"pipeline = {kind}-server\n[app:{kind}-server]\nuse = egg:swift#{kind}\n");
        }

        await StartAsync(launcher, settings, "proxy", ports[^1], ProxyPipeline);
        var server = new S3Server("OpenStack Swift", new Uri($"http://127.0.0.1:{ports[^1]}"), "test:tester", "testsecret");
        Console.WriteLine($"S3: started {server.Name} on {server.Endpoint}");
        return server;
    }

    private static async Task StartAsync(string launcher, string settings, string kind, int port, string pipeline)
    {
        await File.WriteAllTextAsync(
            Path.Join(settings, $"{kind}-server.conf"),
            $"""
            [DEFAULT]
            bind_ip = 127.0.0.1
            bind_port = {port}
            workers = 0
            user = {Environment.UserName}
            swift_dir = {settings}
            devices = {settings}/node
            mount_check = false
            fallocate_reserve = 0
            log_level = WARNING
            log_address = /dev/null
            recon_cache_path = {settings}
            [pipeline:main]
            {pipeline}
            """);
        // The settings of all four go with the first of them.
        var directory = kind == Kinds[0] ? settings : Directory.CreateTempSubdirectory($"holdfast-swift-{kind}-").FullName;
        _ = GuardedProcess.Start([Python, launcher, settings, kind], Path.Join(directory, "log"), "KILL", directory);
        await FreePort.ListeningAsync(port, Path.Join(directory, "log"));
    }

    private const string SwiftConf = """
        [swift-hash]
        swift_hash_path_suffix = test
        swift_hash_path_prefix = test
        [storage-policy:0]
        name = gold
        default = yes
        """;

    private const string ProxyPipeline = """
        pipeline = catch_errors gatekeeper healthcheck proxy-logging cache listing_formats bulk s3api tempauth copy slo dlo proxy-logging proxy-server
        [app:proxy-server]
        use = egg:swift#proxy
        allow_account_management = true
        account_autocreate = true
        [filter:catch_errors]
        use = egg:swift#catch_errors
        [filter:gatekeeper]
        use = egg:swift#gatekeeper
        [filter:healthcheck]
        use = egg:swift#healthcheck
        [filter:proxy-logging]
        use = egg:swift#proxy_logging
        [filter:cache]
        use = egg:swift#memcache
        memcache_servers = 127.0.0.1:11
        [filter:listing_formats]
        use = egg:swift#listing_formats
        [filter:bulk]
        use = egg:swift#bulk
        [filter:s3api]
        use = egg:swift#s3api
        location = us-east-1
        s3_acl = false
        check_bucket_owner = false
        auth_pipeline_check = false
        [filter:tempauth]
        use = egg:swift#tempauth
        user_test_tester = testsecret .admin .reseller_admin
        [filter:copy]
        use = egg:swift#copy
        [filter:slo]
        use = egg:swift#slo
        [filter:dlo]
        use = egg:swift#dlo
        """;

    /// <summary>The programs read their settings from /etc unless told otherwise before their modules are loaded.</summary>
    private const string Launcher = """
        import os, sys
        settings, task = sys.argv[1:3]
        import swift.common.utils as utils
        utils.SWIFT_CONF_FILE = os.path.join(settings, 'swift.conf')
        if task == 'rings':
            from swift.common.ring import RingBuilder
            for ring in sys.argv[3:]:
                kind, port = ring.split(':')
                builder = RingBuilder(4, 1, 1)
                builder.add_dev({'region': 1, 'zone': 1, 'ip': '127.0.0.1', 'port': int(port), 'device': 'd1', 'weight': 1.0,
                                 'replication_ip': '127.0.0.1', 'replication_port': int(port), 'meta': ''})
                builder.rebalance()
                builder.get_ring().save(os.path.join(settings, kind + '.ring.gz'))
        else:
            from swift.common.wsgi import run_wsgi
            conf = os.path.join(settings, task + '-server.conf')
            sys.exit(run_wsgi(conf, task + '-server', default_port=0) if task == 'proxy' else run_wsgi(conf, task + '-server'))
        """;
}
