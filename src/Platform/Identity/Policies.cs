using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace OneMetre.Platform.Identity;

/// <summary>Met by a user whose post has one of the roles.</summary>
public sealed class RoleRequirement(params RoleCode[] roles) : IAuthorizationRequirement
{
    public IReadOnlyList<RoleCode> Roles { get; } = roles;
}

/// <summary>Policies are named module.verb and ask for roles; rows are the data doors' business.</summary>
public static class Policies
{
    /// <summary>Three separate people in every city (等保2.0, level 3): system, security and audit.</summary>
    public static IReadOnlyList<RoleCode> Administrators { get; } = [RoleCode.SystemAdmin, RoleCode.SecurityAdmin, RoleCode.AuditAdmin];

    /// <summary>Everyone who carries the plan's tasks.</summary>
    public static IReadOnlyList<RoleCode> Programme { get; } = [RoleCode.Office, RoleCode.DeptContact, RoleCode.UnitLeader, RoleCode.CountyOffice, RoleCode.StatOfficer, RoleCode.CivilAffairs];

    /// <summary>Whether whoever holds these roles may hold one more at the same time. An administrator holds nothing else, not even the same office twice.</summary>
    public static bool MayHold(IReadOnlyCollection<RoleCode> held, RoleCode more) => held.Count == 0 || !held.Append(more).Any(Administrators.Contains);

    public static AuthorizationPolicyBuilder RequirePost(this AuthorizationPolicyBuilder policy, params RoleCode[] roles) =>
        policy.RequireAuthenticatedUser().AddRequirements(new RoleRequirement(roles.Length > 0 ? roles : Enum.GetValues<RoleCode>()));

    public static IServiceCollection AddPolicy(this IServiceCollection services, string name, params RoleCode[] roles) =>
        services.AddSingleton(new NamedPolicy(name, roles)).Configure<AuthorizationOptions>(o => o.AddPolicy(name, p => p.RequirePost(roles)));
}

/// <summary>One policy as it was registered, for whoever has to show who may do what. No role means: every one.</summary>
public sealed record NamedPolicy(string Name, IReadOnlyList<RoleCode> Roles);

sealed class RoleHandler(CurrentUser user) : AuthorizationHandler<RoleRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RoleRequirement requirement)
    {
        if (user.Role is { } role && requirement.Roles.Contains(role)) context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
