"""Buckets of object stores, and the file storages of web frameworks.

Understands: Amazon S3 through boto3 (clients, and ``resource("s3").Bucket("x")``), Google Cloud Storage, Azure Blob
Storage (containers), MinIO, Django's ``default_storage`` and ``storages["x"]``, and ``flask_fs.Storage("x")``. A client
of unknown type counts where a call has the keyword ``Bucket``.
Does not understand: files of model fields, which Django keeps in their storage; keys within a bucket.
"""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.frameworks.call_texts import READ, WRITE, argument, writing
from analyzer.frameworks.library_calls import LibraryCalls, Maker, Use, does, watched_of
from analyzer.link.found import Found, FoundResource
from analyzer.link.protocol import TypedCall
from analyzer.model.chains import last_name
from analyzer.model.resources import ResourceKind, ResourceOperation

NAME = "buckets"
_BUCKET = ResourceKind.BUCKET
_S3 = r"(boto3|aioboto3|botocore|aiobotocore)\.[\w.()]*client\(\)"
_S3_RESOURCE = r"(boto3|aioboto3)\.[\w.()]*resource\(\)"
_GOOGLE = r"google\.cloud\.storage\.[\w.]*Client(\.\w+)?\(\)"
_AZURE = r"azure\.storage\.blob\.[\w.()]*"
_MINIO = r"minio\.[\w.]*Minio\(\)"
_DJANGO = r"django\.core\.files\.storage\.(default_storage|storages(\[\])?|DefaultStorage\(\))"
_STORED = does(READ, "open exists listdir") | does(WRITE, "save delete")


class Buckets(LibraryCalls):
    """The plug-in."""

    name = NAME
    packages = (
        *("boto3", "aioboto3", "botocore", "aiobotocore", "google.cloud.storage", "google.cloud", "azure.storage.blob"),
        *("minio", "flask_fs", "django.core.files.storage"),
    )
    outside = (
        *("boto3.", "aioboto3.", "botocore.", "aiobotocore.", "google.cloud.storage.", "azure.storage.", "minio."),
        *("flask_fs.", "django.core.files.storage."),
    )
    answers = frozenset(
        {"Bucket", "Object", "bucket", "get_bucket", "blob", "get_blob", "get_container_client", "get_blob_client"}
        | {"ContainerClient", "BlobClient", "Storage", "from_connection_string"}
    )
    makers = (
        Maker(rf"{_S3_RESOURCE}\.Bucket", 0, ("name",)),
        Maker(rf"{_S3_RESOURCE}\.Object", 0, ("bucket_name",)),
        Maker(rf"{_S3_RESOURCE}\.Bucket\(\)\.Object", -1),
        Maker(rf"{_GOOGLE}\.(bucket|get_bucket)", 0, ("bucket_name", "bucket_or_name")),
        Maker(rf"{_GOOGLE}\.(bucket|get_bucket)\(\)\.(blob|get_blob)", -1),
        Maker(r"google\.cloud\.storage\.Bucket", 1, ("name",)),
        Maker(rf"{_AZURE}\.get_container_client", 0, ("container",)),
        Maker(r"azure\.storage\.blob\.[\w.]*BlobServiceClient[\w.()]*\.get_blob_client", 0, ("container",)),
        Maker(rf"{_AZURE}\.get_container_client\(\)\.get_blob_client", -1),
        Maker(
            r"azure\.storage\.blob\.[\w.]*(ContainerClient|BlobClient)(\.from_connection_string)?",
            1,
            ("container_name",),
        ),
        Maker(r"flask_fs\.Storage", 0, ("name",), "default"),
    )
    uses = (
        Use(
            _BUCKET,
            _S3,
            does(WRITE, "put_object delete_object delete_objects copy_object create_multipart_upload put_object_acl")
            | does(READ, "get_object head_object list_objects list_objects_v2 get_object_attributes"),
            -1,
            ("Bucket",),
        ),
        Use(_BUCKET, _S3, does(READ, "download_file download_fileobj"), 0, ("Bucket",)),
        Use(_BUCKET, _S3, does(WRITE, "upload_file upload_fileobj"), 1, ("Bucket",)),
        Use(
            _BUCKET,
            r"^$",
            does(WRITE, "put_object delete_object delete_objects copy_object upload_file upload_fileobj")
            | does(READ, "get_object head_object list_objects list_objects_v2 download_file download_fileobj"),
            0,
            ("Bucket",),
            needs="Bucket",
        ),
        Use(
            _BUCKET,
            rf"{_S3_RESOURCE}\.(Bucket|Object)\(\)(\.Object\(\))?(\.objects)?",
            does(WRITE, "put_object upload_file upload_fileobj delete_objects put delete copy")
            | does(READ, "download_file download_fileobj get load filter all"),
            -1,
        ),
        Use(
            _BUCKET,
            rf"{_GOOGLE}\.(bucket|get_bucket)\(\)(\.(blob|get_blob)\(\))?|google\.cloud\.storage\.Bucket\(\)",
            does(WRITE, "upload_from_string upload_from_file upload_from_filename delete delete_blob rewrite compose")
            | does(READ, "download_as_string download_as_bytes download_as_text download_to_file download_to_filename")
            | does(READ, "exists list_blobs get_blob open reload generate_signed_url"),
            -1,
        ),
        Use(_BUCKET, _GOOGLE, does(READ, "list_blobs"), 0, ("bucket_or_name",)),
        Use(
            _BUCKET,
            rf"{_AZURE}(get_container_client|get_blob_client|ContainerClient|BlobClient|from_connection_string)\(\)",
            does(WRITE, "upload_blob delete_blob delete_blobs stage_block commit_block_list")
            | does(READ, "download_blob list_blobs exists get_blob_properties walk_blobs"),
            -1,
        ),
        Use(
            _BUCKET,
            _MINIO,
            does(WRITE, "put_object fput_object remove_object remove_objects copy_object compose_object")
            | does(READ, "get_object fget_object stat_object list_objects presigned_get_object")
            | does(WRITE, "presigned_put_object"),
            0,
            ("bucket_name",),
        ),
        Use(
            _BUCKET,
            r"django\.core\.files\.storage\.(default_storage|DefaultStorage\(\)|get_storage_class\(\)\(\))",
            _STORED,
            -1,
            constant="default_storage",
        ),
        Use(
            _BUCKET,
            r"flask_fs\.Storage(\(\))?",
            does(READ, "read open exists url list_files path serve metadata get") | does(WRITE, "write save delete"),
            -1,
        ),
    )
    watched = watched_of(uses)

    def accesses(self, call: TypedCall) -> Iterable[Found]:
        """Return what a call does to buckets; a mode may say that what is opened is written."""
        writes = last_name(call.call.function) == "open" and writing(argument(call, 1, "mode"))
        for found in super().accesses(call):
            if writes and isinstance(found, FoundResource):
                yield FoundResource(found.kind, found.name, ResourceOperation.WRITE)
            else:
                yield found
