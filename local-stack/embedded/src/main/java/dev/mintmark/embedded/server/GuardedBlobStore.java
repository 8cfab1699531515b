package dev.mintmark.embedded.server;

import dev.mintmark.embedded.access.S3Identity;
import dev.mintmark.embedded.access.S3Verb;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Pattern;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * The bucket as one identity sees it in one request. Which key the server touches is decided here,
 * after it has decoded the request, so no way of writing a key leads around it.
 */
final class GuardedBlobStore extends ClosedBlobStore {
  private static final String UPLOAD_ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final Pattern UPLOAD = Pattern.compile(UPLOAD_ID);

  /** Where S3Proxy notes an upload in parts; it refuses requests for such keys. */
  private static final Pattern UPLOAD_NOTE = Pattern.compile("\\.s3proxy-mpu-stub-" + UPLOAD_ID);

  private final S3Identity identity;
  private final String bucket;
  private final String requested;
  private final Pattern ownParts;

  /**
   * @param requested the key that the request names; empty where it names none
   */
  GuardedBlobStore(BlobStore objects, S3Identity identity, String bucket, String requested) {
    super(objects, identity.name());
    this.identity = identity;
    this.bucket = bucket;
    this.requested = requested;
    this.ownParts =
        Pattern.compile("\\.mpus-" + UPLOAD_ID + "-" + Pattern.quote(requested) + "-[0-9]{1,5}");
  }

  @Override
  public HeadBucketResponse headBucket(HeadBucketRequest request) {
    requireBucket(request.bucket());
    return delegate().headBucket(request);
  }

  @Override
  public ListObjectsV2Response list(ListObjectsV2Request request) {
    requireBucket(request.bucket());
    String prefix = request.prefix() == null ? "" : request.prefix();
    if (!identity.mayList(prefix)) {
      throw denied("LIST '" + prefix + "'");
    }
    return delegate().list(request);
  }

  @Override
  public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
    require(S3Verb.GET, request.bucket(), request.key());
    return delegate().blobMetadata(request);
  }

  @Override
  public boolean blobExists(String container, String key) {
    require(S3Verb.GET, container, key);
    return delegate().blobExists(container, key);
  }

  @Override
  public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
    require(S3Verb.GET, request.bucket(), request.key());
    return delegate().getBlob(request);
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
    require(S3Verb.PUT, request.bucket(), request.key());
    requirePrivate(request.acl());
    return delegate().putBlob(request, payload);
  }

  @Override
  public CopyObjectResponse copyBlob(CopyObjectRequest request) {
    require(S3Verb.GET, request.sourceBucket(), request.sourceKey());
    require(S3Verb.PUT, request.destinationBucket(), request.destinationKey());
    requirePrivate(request.acl());
    return delegate().copyBlob(request);
  }

  @Override
  public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
    require(S3Verb.DELETE, request.bucket(), request.key());
    return delegate().removeBlob(request);
  }

  /** Only asked for S3Proxy's own note of an upload, whose object gets what the note has. */
  @Override
  public ObjectCannedACL getBlobAccess(String container, String key) {
    require(S3Verb.GET, container, key);
    return delegate().getBlobAccess(container, key);
  }

  @Override
  public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
    require(S3Verb.PUT, request.bucket(), request.key());
    requirePrivate(request.acl());
    return delegate().initiateMultipartUpload(request);
  }

  @Override
  public UploadPartResponse uploadMultipartPart(
      MultipartUpload upload, UploadPartRequest request, InputStream payload) {
    require(upload);
    return delegate().uploadMultipartPart(upload, request, payload);
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload upload, CompleteMultipartUploadRequest request) {
    require(upload);
    return delegate().completeMultipartUpload(upload, request);
  }

  @Override
  public void abortMultipartUpload(MultipartUpload upload) {
    require(upload);
    delegate().abortMultipartUpload(upload);
  }

  @Override
  public List<Part> listMultipartUpload(MultipartUpload upload) {
    require(upload);
    return delegate().listMultipartUpload(upload);
  }

  private void require(MultipartUpload upload) {
    require(S3Verb.PUT, upload.containerName(), upload.blobName());
    // The server makes names of files of it, and a client may send anything for one.
    if (!UPLOAD.matcher(upload.id()).matches()) {
      throw denied("use upload " + upload.id());
    }
  }

  private void require(S3Verb verb, String container, String key) {
    requireBucket(container);
    if (!identity.may(verb, key) && !isOfOwnUpload(key)) {
      throw denied(verb + " " + key);
    }
  }

  private void requireBucket(String container) {
    if (!container.equals(bucket)) {
      throw denied("use bucket " + container);
    }
  }

  /** Who may be read by all could be read by those who have no right. */
  private void requirePrivate(@Nullable ObjectCannedACL access) {
    if (access != null && access != ObjectCannedACL.PRIVATE) {
      throw denied("write an object that all may read");
    }
  }

  /** What S3Proxy keeps beside the objects while the requested one is written in parts. */
  private boolean isOfOwnUpload(String key) {
    return identity.may(S3Verb.PUT, requested)
        && (UPLOAD_NOTE.matcher(key).matches() || ownParts.matcher(key).matches());
  }
}
