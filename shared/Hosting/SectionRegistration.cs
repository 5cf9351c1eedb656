using Holdfast.Hosting.Api;
using Holdfast.Hosting.Auditing;
using Holdfast.Hosting.Backups;
using Holdfast.Hosting.Configuration;
using Holdfast.Hosting.Notifications;
using Holdfast.Hosting.Platform;
using Holdfast.Hosting.Security;
using Holdfast.Hosting.Stores;
using Microsoft.Extensions.Hosting;

namespace Holdfast.Hosting;

/// <summary>Binds and checks the sections of the configuration; each service takes those it needs.</summary>
public static class SectionRegistration
{
    public static void AddPlatformOptions(this IHostApplicationBuilder builder) =>
        builder.AddCheckedOptions<PlatformOptions, PlatformOptionsValidator>(PlatformOptions.Section);

    public static void AddObjectStoreOptions(this IHostApplicationBuilder builder) =>
        builder.AddCheckedOptions<ObjectStoreOptions, ObjectStoreOptionsValidator>(ObjectStoreOptions.Section);

    public static void AddBackupOptions(this IHostApplicationBuilder builder) =>
        builder.AddCheckedOptions<BackupOptions, BackupOptionsValidator>(BackupOptions.Section);

    public static void AddAuditOptions(this IHostApplicationBuilder builder) =>
        builder.AddCheckedOptions<AuditOptions, AuditOptionsValidator>(AuditOptions.Section);

    public static void AddNotificationOptions(this IHostApplicationBuilder builder) =>
        builder.AddCheckedOptions<NotificationOptions, NotificationOptionsValidator>(NotificationOptions.Section);

    public static void AddEncryptionOptions(this IHostApplicationBuilder builder) =>
        builder.AddCheckedOptions<EncryptionOptions, EncryptionOptionsValidator>(EncryptionOptions.Section);

    public static void AddApiOptions(this IHostApplicationBuilder builder) =>
        builder.AddCheckedOptions<ApiOptions, ApiOptionsValidator>(ApiOptions.Section);
}
