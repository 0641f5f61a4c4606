namespace OneMetre.Programme.Model;

/// <summary>What of the product something may point to as its proof or its use.</summary>
enum LinkKind { Task, Project, Policy, Guide, Topic }
