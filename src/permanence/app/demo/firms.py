"""The two demonstration firms as plain data: people, numbers, hours, menus, what is said. No real firm, person or number.

The numbers lie in the ranges that the French regulator keeps for fiction; nobody has them.
"""

from __future__ import annotations

from dataclasses import dataclass

Both = tuple[str, str]
"""French, then English."""

TRUNK = "demo"
"""The line to the far end, which plays the carrier."""
WORKDAY = (("09:00", "12:30"), ("14:00", "18:00"))
ALWAYS = (("00:00", "24:00"),)
NIGHT = "Permanence"
"""The queue that none of the firm's own agents serves: a partner answers."""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A person, and the agent the person is where there is an alias. `automatic` answers by itself on a SIP phone; who `operates`
    settles the platform's months."""

    name: str
    email: str
    role: str
    language: str = "fr"
    alias: str | None = None
    skills: tuple[str, ...] = ()
    automatic: bool = False
    operates: bool = False


@dataclass(frozen=True, slots=True)
class DemoQueue:
    """A queue and the skill it needs; `about` is what its callers say they call for, French and English."""

    name: str
    skill: str
    wrap_up_s: int
    announce_every_s: int | None
    language: str
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoNumber:
    """A number: `hours` open (None: always), the brand it shows, the queue it leads to (None: the menu), and the one it leads to
    when the firm is closed (None: a message)."""

    e164: str
    label: str
    brand: str
    language: str = "fr"
    always: bool = False
    queue: str | None = None
    night: str | None = None


@dataclass(frozen=True, slots=True)
class DemoFirm:
    """A firm with everything its callers and people meet."""

    name: str
    mark: str
    password: str
    people: tuple[DemoPerson, ...]
    brands: tuple[tuple[str, str, str, str], ...]
    queues: tuple[DemoQueue, ...]
    numbers: tuple[DemoNumber, ...]
    dispositions: tuple[tuple[str, str, str], ...]
    sentences: dict[str, Both]
    menu: dict[str, tuple[str, Both]]
    purpose: Both | None = None


ETOILE = DemoFirm(
    name="Cabinet Étoile",
    mark="etoile",
    password="grande-ourse-2026",
    people=(
        DemoPerson("Hélène Marchand", "helene.marchand@cabinet-etoile.example", "director"),
        DemoPerson(
            "Marc Delorme", "marc.delorme@cabinet-etoile.example", "supervisor", alias="Marc",
            skills=("Accueil", "Devis"),
        ),
        DemoPerson(
            "Camille Roux", "camille.roux@cabinet-etoile.example", "agent", alias="Camille",
            skills=("Accueil", "Devis"),
        ),
        DemoPerson("Inès Fabre", "ines.fabre@cabinet-etoile.example", "agent", alias="Inès", skills=("Accueil",)),
        DemoPerson(
            "Emily Carter", "emily.carter@cabinet-etoile.example", "agent", "en", "Emily", ("English", "Accueil")
        ),
        DemoPerson(
            "Poste automatique", "automate@cabinet-etoile.example", "agent", alias="Alix",
            skills=("Accueil", "Devis", "English"), automatic=True,
        ),
    ),
    brands=(
        ("Cabinet Étoile", "Cabinet Étoile, bonjour, que puis-je faire pour vous ?", "#1f5fa8", "fr"),
        ("Étoile International", "Cabinet Étoile, good morning, how can I help you?", "#6b3fa0", "en"),
    ),
    queues=(
        DemoQueue(
            "Rendez-vous", "Accueil", 30, 30, "fr",
            (
                "Bonjour, je voudrais prendre un rendez-vous pour la semaine prochaine, s'il vous plaît.",
                "Bonjour. Je dois déplacer mon rendez-vous de jeudi, est-ce encore possible ?",
                "Bonjour, c'est pour une première consultation. Avez-vous une place le matin ?",
            ),
        ),
        DemoQueue(
            "Devis", "Devis", 45, 45, "fr",
            (
                "Bonjour, j'ai reçu votre devis hier et j'aurais une question sur le deuxième montant.",
                "Bonjour, je vous appelle pour savoir si mon devis est prêt.",
            ),
        ),
        DemoQueue(
            "English", "English", 30, 45, "en",
            (
                "Hello, I would like to book an appointment for next Tuesday, please.",
                "Good morning. I am visiting for two weeks, and I need to see somebody soon.",
            ),
        ),
        DemoQueue(
            NIGHT, "Nuit", 20, 30, "fr",
            (
                "Bonsoir, je sais qu'il est tard, mais pouvez-vous noter que je serai en retard demain ?",
                "Bonsoir, je voudrais laisser un message pour le cabinet, c'est assez urgent.",
            ),
        ),
    ),
    numbers=(
        DemoNumber("+33199001010", "Accueil, ouvert à toute heure", "Cabinet Étoile", always=True),
        DemoNumber("+33199001020", "Secrétariat, aux heures de bureau", "Cabinet Étoile", night=NIGHT),
        DemoNumber("+33199001030", "English line", "Étoile International", "en", always=True, queue="English"),
        DemoNumber("+33199001040", "Permanence, répondue par un partenaire", "Cabinet Étoile", always=True, queue=NIGHT),
    ),
    dispositions=(
        ("appointment_made", "Rendez-vous pris", "Appointment made"),
        ("appointment_moved", "Rendez-vous déplacé", "Appointment moved"),
        ("quote_explained", "Devis expliqué", "Quote explained"),
        ("call_back", "À rappeler", "To be called back"),
        ("wrong_number", "Erreur de numéro", "Wrong number"),
    ),
    sentences={
        "welcome": (
            "Bonjour, et bienvenue au cabinet Étoile.",
            "Hello, and welcome to Cabinet Étoile.",
        ),
        "menu": (
            "Pour un rendez-vous, tapez 1. Pour un devis, tapez 2. For English, press 9.",
            "For an appointment, press 1. For a quote, press 2. Pour le français, tapez 9.",
        ),
        "wrong": ("Ce choix n'existe pas.", "This choice does not exist."),
        "closed": (
            "Le cabinet est fermé en ce moment. Nous vous répondons du lundi au vendredi, de neuf heures à midi et "
            "demi, et de quatorze à dix-huit heures. À bientôt.",
            "We are closed at the moment. Please call from Monday to Friday, between nine and half past twelve, or "
            "between two and six in the afternoon. Goodbye.",
        ),
        "notice": (
            "Cet appel est enregistré pour former nos équipes et améliorer notre accueil. Dites à votre conseiller si "
            "vous ne le souhaitez pas.",
            "This call is recorded to train our staff and to improve our service. Please tell your adviser if you do "
            "not want this.",
        ),
        "whisper": ("Cabinet Étoile, français.", "Cabinet Étoile, English."),
    },
    menu={
        "1": ("Rendez-vous", ("Rendez-vous", "Appointment")),
        "2": ("Devis", ("Devis", "Quote")),
        "9": ("", ("English", "Français")),
    },
    purpose=("Formation des équipes et qualité de l'accueil", "Training of staff and quality of service"),
)  # fmt: skip

TOITURE = DemoFirm(
    name="Toiture Nord",
    mark="toiture",
    password="ardoise-et-zinc-2026",
    people=(
        DemoPerson("Bruno Lemaire", "bruno.lemaire@toiture-nord.example", "director"),
        DemoPerson(
            "Sandrine Petit", "sandrine.petit@toiture-nord.example", "supervisor", alias="Sandrine",
            skills=("Accueil", "Urgence"),
        ),
        DemoPerson(
            "Karim Haddad", "karim.haddad@toiture-nord.example", "agent", alias="Karim",
            skills=("Accueil", "Chantier", "Urgence"),
        ),
        DemoPerson(
            "Lucie Morel", "lucie.morel@toiture-nord.example", "agent", alias="Lucie", skills=("Accueil", "Chantier")
        ),
        DemoPerson(
            "Tom Baker", "tom.baker@toiture-nord.example", "agent", "en", "Tom", ("English", "Urgence")
        ),
        DemoPerson(
            "Poste automatique", "automate@toiture-nord.example", "agent", alias="Sacha",
            skills=("Accueil", "Chantier", "Urgence", "English"), automatic=True,
        ),
    ),
    brands=(
        ("Toiture Nord", "Toiture Nord, bonjour, que puis-je pour vous ?", "#8a3b12", "fr"),
        ("Toiture Nord Urgences", "Toiture Nord, service d'urgence, je vous écoute.", "#b3261e", "fr"),
    ),
    queues=(
        DemoQueue(
            "Accueil", "Accueil", 20, 45, "fr",
            (
                "Bonjour, pourriez-vous passer voir ma toiture ? Il manque quelques tuiles.",
                "Bonjour, je voudrais convenir d'une visite avec un couvreur.",
            ),
        ),
        DemoQueue(
            "Chantiers", "Chantier", 45, 45, "fr",
            ("Bonjour, je vous appelle au sujet du devis pour la réfection de notre grange.",),
        ),
        DemoQueue(
            "Urgences", "Urgence", 20, 30, "fr",
            ("Bonjour, il pleut dans ma chambre ! Pouvez-vous venir aujourd'hui ?",),
        ),
        DemoQueue(
            "English", "English", 30, 45, "en",
            ("Hello, there is a leak in our roof, and we would need somebody this week.",),
        ),
    ),
    numbers=(
        DemoNumber("+33353011010", "Standard, aux heures de bureau", "Toiture Nord"),
        DemoNumber("+33353011020", "Urgences, jour et nuit", "Toiture Nord Urgences", always=True, queue="Urgences"),
    ),
    dispositions=(
        ("visit_planned", "Visite prévue", "Visit planned"),
        ("quote_sent", "Devis à envoyer", "Quote to be sent"),
        ("emergency_sent", "Équipe envoyée", "Team sent"),
        ("call_back", "À rappeler", "To be called back"),
        ("wrong_number", "Erreur de numéro", "Wrong number"),
    ),
    sentences={
        "welcome": ("Toiture Nord, bonjour.", "Toiture Nord, good morning."),
        "menu": (
            "Pour une visite, tapez 1. Pour un devis ou un chantier, tapez 2. For English, press 9.",
            "For a visit, press 1. For a quote or works, press 2. Pour le français, tapez 9.",
        ),
        "wrong": ("Ce choix n'existe pas.", "This choice does not exist."),
        "closed": (
            "Nos bureaux sont fermés. Nous répondons du lundi au vendredi, de neuf heures à midi et demi et de quatorze "
            "à dix-huit heures. Pour une fuite, appelez notre numéro d'urgence.",
            "Our offices are closed. Please call from Monday to Friday, between nine and half past twelve, or between "
            "two and six. For a leak, please call our emergency number.",
        ),
    },
    menu={
        "1": ("Accueil", ("Visite", "Visit")),
        "2": ("Chantiers", ("Devis", "Quote")),
        "9": ("English", ("English", "English")),
    },
)  # fmt: skip

REGIE = DemoFirm(
    name="Régie Permanence",
    mark="regie",
    password="comptes-justes-2026",
    people=(
        DemoPerson("Agathe Lenoir", "agathe.lenoir@regie-permanence.example", "director", operates=True),
        DemoPerson("Victor Blanchet", "victor.blanchet@regie-permanence.example", "operator", operates=True),
    ),
    brands=(), queues=(), numbers=(), dispositions=(), sentences={}, menu={},
)  # fmt: skip
"""The firm that runs the installation: two people close its months."""

FIRMS = (ETOILE, TOITURE)
ALL_FIRMS = (*FIRMS, REGIE)
CALLERS_RANGE = "+3363998"
"""Callers ring from the fiction range of mobile numbers; four digits follow."""

GREETINGS: Both = (
    "{brand}, bonjour. Que puis-je faire pour vous ?",
    "{brand}, good morning. How can I help you?",
)
AGENT_LINES: tuple[Both, ...] = (
    ("Bien sûr. Je regarde cela tout de suite avec vous.", "Of course. Let me look at that with you."),
    (
        "J'ai une possibilité mardi à dix heures, ou jeudi après-midi.",
        "I have Tuesday at ten, or Thursday afternoon.",
    ),
    (
        "C'est noté. Vous recevrez une confirmation par message.",
        "That is noted. You will receive a confirmation.",
    ),
    ("Y a-t-il autre chose que je puisse faire pour vous ?", "Is there anything else I can do for you?"),
)
CALLER_LINES: tuple[Both, ...] = (
    ("D'accord, je vous écoute.", "All right, I am listening."),
    ("Mardi me conviendrait très bien.", "Tuesday would suit me very well."),
    ("C'est parfait, merci beaucoup.", "That is perfect, thank you very much."),
)
CUSTOMER_LINES: tuple[str, ...] = (
    "Allô ? Oui, bonjour.",
    "Ah, vous me rappelez au sujet de mon rendez-vous. Très bien, je vous écoute.",
)
"""What somebody says whom an agent calls."""
FAREWELL: Both = ("Merci, au revoir et bonne journée.", "Thank you, goodbye, and have a nice day.")
