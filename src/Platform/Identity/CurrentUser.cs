namespace OneMetre.Platform.Identity;

/// <summary>What a post is there to do. Names are those of the domain reference §9.</summary>
public enum RoleCode
{
    Office, DeptContact, UnitLeader, CountyOffice, StatOfficer,
    CivilAffairs, ChildSupervisor, ChildDirector, School, Hospital, Rehab, Police, Cac, Evaluator,
    SystemAdmin, SecurityAdmin, AuditAdmin,
}

/// <summary>
/// Who is at work in this request or job: the person, and the post that gives the rights (unit × region × role).
/// Rights belong to the post; without one (public, or a signed-in person whose post has ended) nothing may be seen or done.
/// </summary>
public sealed class CurrentUser
{
    public Guid? PersonId { get; private set; }
    public string Name { get; private set; } = "";
    public Guid? PostId { get; private set; }

    /// <summary>The password was given by somebody else; until it is changed nothing else may be done.</summary>
    public bool MustChangePassword { get; set; }

    /// <summary>The role asks for a second factor, and there is none yet.</summary>
    public bool MustSetUpTwoFactor { get; set; }
    public Guid? UnitId { get; private set; }
    public string UnitName { get; private set; } = "";
    public RoleCode? Role { get; private set; }

    /// <summary>The part of the 12-digit region code that all regions under the post share.</summary>
    public string RegionPrefix { get; private set; } = "";

    public bool IsOffice => Role == RoleCode.Office;

    /// <summary>Whether the post has a part in the programme's tasks. Administrators keep the system, the rights and the record; those who work with children have pages of their own.</summary>
    public bool InProgramme => Role is { } role && Policies.Programme.Contains(role);

    public void Become(Guid person, string name, Guid post, Guid unit, string unitName, RoleCode role, string regionPrefix)
    {
        (PersonId, Name, PostId, UnitId) = (person, name, post, unit);
        (UnitName, Role, RegionPrefix) = (unitName, role, regionPrefix);
    }

    /// <summary>A person without a post in force: signed in, and allowed nothing.</summary>
    public void BecomePostless(Guid person, string name) => (PersonId, Name, PostId, UnitId, UnitName, Role, RegionPrefix) = (person, name, null, null, "", null, "");
}
