namespace Holdfast.TestServers.S3;

/// <summary>A real S3 server for tests, on loopback. It ends with the test process.</summary>
/// <param name="Name">The product.</param>
/// <param name="Endpoint">Its URL; buckets stand in the path.</param>
/// <param name="AccessKey">Of a user who may do everything.</param>
/// <param name="SecretKey">Goes with it.</param>
public sealed record S3Server(string Name, Uri Endpoint, string AccessKey, string SecretKey);
