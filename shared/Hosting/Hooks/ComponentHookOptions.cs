namespace Holdfast.Hosting.Hooks;

/// <summary>The hooks of one component.</summary>
public sealed class ComponentHookOptions
{
    /// <summary>Such as <c>volume/gitserver</c> or <c>db/airflow</c>.</summary>
    public string Component { get; set; } = "";

    /// <summary>Called before anything of the component is read.</summary>
    public HookCallOptions Before { get; set; } = new();

    /// <summary>Called afterwards in every case, whenever the one before was begun.</summary>
    public HookCallOptions After { get; set; } = new();

    /// <summary>Called when the component could not be backed up, ahead of the one after.</summary>
    public HookCallOptions OnFailure { get; set; } = new();

    /// <summary>What becomes of the backup when the hook before fails: <c>fail</c> (default) or <c>continue</c>. The others never fail a backup.</summary>
    public string OnError { get; set; } = "fail";
}
