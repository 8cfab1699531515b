package dev.mintmark.embedded.server;

import java.io.InputStream;
import java.util.List;
import org.gaul.s3proxy.S3ErrorCode;
import org.gaul.s3proxy.S3ProxyException;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetBucketAclRequest;
import software.amazon.awssdk.services.s3.model.GetBucketAclResponse;
import software.amazon.awssdk.services.s3.model.GetBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.GetBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.GetObjectAclRequest;
import software.amazon.awssdk.services.s3.model.GetObjectAclResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.PutBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.PutBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Objects that nobody may touch: whoever extends it opens what is to be open. Every request is
 * answered 403 {@code AccessDenied}, as S3 does.
 */
class ClosedBlobStore extends ForwardingBlobStore {
  private final String who;

  /**
   * @param who is refused, for the answer
   */
  ClosedBlobStore(BlobStore objects, String who) {
    super(objects);
    this.who = who;
  }

  /** What a request gets that has no right. */
  final S3ProxyException denied(String what) {
    return new S3ProxyException(
        S3ErrorCode.ACCESS_DENIED, "cannot " + what + ": " + who + " has no right to it");
  }

  @Override
  public ListBucketsResponse list() {
    throw denied("list buckets");
  }

  @Override
  public ListObjectsV2Response list(ListObjectsV2Request request) {
    throw denied("list objects");
  }

  @Override
  public HeadBucketResponse headBucket(HeadBucketRequest request) {
    throw denied("look at the bucket");
  }

  @Override
  public CreateBucketResponse createContainer(CreateBucketRequest request) {
    throw denied("make a bucket");
  }

  @Override
  public BucketCannedACL getContainerAccess(String container) {
    throw denied("read the bucket's access");
  }

  @Override
  public GetBucketAclResponse getContainerAcl(GetBucketAclRequest request) {
    throw denied("read the bucket's access");
  }

  @Override
  public void setContainerAccess(String container, BucketCannedACL access) {
    throw denied("change the bucket's access");
  }

  @Override
  public void clearContainer(ListObjectsV2Request request) {
    throw denied("empty the bucket");
  }

  @Override
  public void deleteContainer(String container) {
    throw denied("delete the bucket");
  }

  @Override
  public void deleteBucket(String container) {
    throw denied("delete the bucket");
  }

  @Override
  public boolean blobExists(String container, String key) {
    throw denied("look at an object");
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
    throw denied("write an object");
  }

  @Override
  public CopyObjectResponse copyBlob(CopyObjectRequest request) {
    throw denied("copy an object");
  }

  @Override
  public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
    throw denied("look at an object");
  }

  @Override
  public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
    throw denied("read an object");
  }

  @Override
  public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
    throw denied("remove an object");
  }

  @Override
  public GetBucketVersioningResponse getBucketVersioning(GetBucketVersioningRequest request) {
    throw denied("read the bucket's versioning");
  }

  @Override
  public PutBucketVersioningResponse putBucketVersioning(PutBucketVersioningRequest request) {
    throw denied("change the bucket's versioning");
  }

  @Override
  public ListObjectVersionsResponse listVersions(ListObjectVersionsRequest request) {
    throw denied("list versions");
  }

  @Override
  public GetBucketEncryptionResponse getBucketEncryption(GetBucketEncryptionRequest request) {
    throw denied("read the bucket's encryption");
  }

  @Override
  public PutBucketEncryptionResponse putBucketEncryption(PutBucketEncryptionRequest request) {
    throw denied("change the bucket's encryption");
  }

  @Override
  public DeleteBucketEncryptionResponse deleteBucketEncryption(
      DeleteBucketEncryptionRequest request) {
    throw denied("change the bucket's encryption");
  }

  @Override
  public ObjectCannedACL getBlobAccess(String container, String key) {
    throw denied("read an object's access");
  }

  @Override
  public ObjectCannedACL getBlobAccess(String container, String key, @Nullable String version) {
    throw denied("read an object's access");
  }

  @Override
  public GetObjectAclResponse getBlobAcl(GetObjectAclRequest request) {
    throw denied("read an object's access");
  }

  @Override
  public void setBlobAccess(String container, String key, ObjectCannedACL access) {
    throw denied("change an object's access");
  }

  @Override
  public void setBlobAccess(
      String container, String key, ObjectCannedACL access, @Nullable String version) {
    throw denied("change an object's access");
  }

  @Override
  public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
    throw denied("begin an upload");
  }

  @Override
  public void abortMultipartUpload(MultipartUpload upload) {
    throw denied("end an upload");
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload upload, CompleteMultipartUploadRequest request) {
    throw denied("complete an upload");
  }

  @Override
  public UploadPartResponse uploadMultipartPart(
      MultipartUpload upload, UploadPartRequest request, InputStream payload) {
    throw denied("write a part");
  }

  @Override
  public UploadPartCopyResponse copyMultipartPart(
      MultipartUpload upload, UploadPartCopyRequest request) {
    throw denied("copy a part");
  }

  @Override
  public List<Part> listMultipartUpload(MultipartUpload upload) {
    throw denied("list parts");
  }

  @Override
  public List<software.amazon.awssdk.services.s3.model.MultipartUpload> listMultipartUploads(
      String container) {
    throw denied("list uploads");
  }
}
