using System.Globalization;
using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.S3;
using Amazon.S3.Model;
using Holdfast.ObjectStores.Diagnosis;
using Holdfast.ObjectStores.Requests;
using Holdfast.ObjectStores.Uploads;

namespace Holdfast.ObjectStores.S3;

/// <summary>A bucket under diagnosis; the object is put as every other one is, with the same encryption and storage class.</summary>
internal sealed class S3Probe : IProbedStore, IDisposable
{
    private readonly AmazonS3Client _client;
    private readonly S3Requests _requests;
    private readonly S3Preparation _preparation;
    private readonly S3Upload _upload;
    private readonly TimeProvider _time;

    public S3Probe(AmazonS3Client client, S3Requests requests, S3Preparation preparation, S3Upload upload, TimeProvider time)
    {
        (_client, _requests, _preparation, _upload, _time) = (client, requests, preparation, upload, time);
        client.AfterResponseEvent += Answered;
        client.ExceptionEvent += Refused;
    }

    public string Location => _requests.Location;

    public string Place => "bucket";

    public TimeSpan? ClockDifference { get; private set; }

    public Task<bool> FindAsync(CancellationToken cancellationToken) => _preparation.ExistsAsync(cancellationToken);

    public Task CreateAsync(CancellationToken cancellationToken) => _preparation.CreateAsync(cancellationToken);

    public async Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await _preparation.RequireLockAsync(cancellationToken);
        using var source = UploadSource.Of(key, content);
        await _upload.TryUploadAsync(key, source, cancellationToken);
    }

    public Task<byte[]?> GetAsync(string key, CancellationToken cancellationToken) => _requests.SendAsync(
        "read",
        key,
        async (client, watch) =>
        {
            try
            {
                using var answer = await client.GetObjectAsync(_requests.Bucket, key, watch.Token);
                return await ReadAnswers.WholeAsync(answer.ResponseStream, answer.ContentLength, key, Location, int.MaxValue, watch);
            }
            catch (AmazonS3Exception answer) when (answer.ErrorCode == "NoSuchKey" || answer.StatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }
        },
        cancellationToken);

    public Task<bool> IsListedAsync(string key, CancellationToken cancellationToken) => _requests.SendAsync(
        "list",
        null,
        async (client, watch) =>
        {
            var request = new ListObjectsV2Request { BucketName = _requests.Bucket, Prefix = key };
            return (await client.ListObjectsV2Async(request, watch.Token)).S3Objects is { Count: > 0 };
        },
        cancellationToken);

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => _requests.SendAsync(
        "delete", key, (client, watch) => client.DeleteObjectAsync(_requests.Bucket, key, watch.Token), cancellationToken);

    public void Dispose()
    {
        _client.AfterResponseEvent -= Answered;
        _client.ExceptionEvent -= Refused;
    }

    private void Answered(object sender, ResponseEventArgs answer) =>
        Note(answer is WebServiceResponseEventArgs { ResponseHeaders: { } headers } && headers.TryGetValue("Date", out var date) ? date : null);

    private void Refused(object sender, ExceptionEventArgs failure) =>
        Note(failure is WebServiceExceptionEventArgs { Exception.InnerException: HttpErrorResponseException { Response: { } answer } }
            ? answer.GetHeaderValue("Date")
            : null);

    private void Note(string? date)
    {
        if (DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var server))
        {
            ClockDifference = server - _time.GetUtcNow();
        }
    }
}
