using Amazon.S3.Model;

namespace Holdfast.ObjectStores.S3;

/// <summary>Uploads in parts that nobody will finish: their parts take space, but no listing shows them.</summary>
internal sealed class S3Leftovers(S3Requests requests)
{
    public async Task<int> AbortAsync(DateTimeOffset begunBefore, CancellationToken cancellationToken)
    {
        var aborted = 0;
        var request = new ListMultipartUploadsRequest { BucketName = requests.Bucket };
        while (true)
        {
            var page = await requests.SendAsync(
                "list unfinished uploads of", null, (client, watch) => client.ListMultipartUploadsAsync(request, watch.Token), cancellationToken);
            foreach (var upload in page.MultipartUploads ?? [])
            {
                if (ObjectKey.IsKey(upload.Key) && S3Reads.StoredAt(upload.Initiated) < begunBefore)
                {
                    await requests.SendAsync(
                        "abort the upload of",
                        upload.Key,
                        (client, watch) => client.AbortMultipartUploadAsync(
                            new AbortMultipartUploadRequest { BucketName = requests.Bucket, Key = upload.Key, UploadId = upload.UploadId },
                            watch.Token),
                        cancellationToken);
                    aborted++;
                }
            }

            if (page.IsTruncated != true)
            {
                return aborted;
            }

            (request.KeyMarker, request.UploadIdMarker) = (page.NextKeyMarker, page.NextUploadIdMarker);
        }
    }
}
